import type { Ink } from './letter.ts';
import { boxOf, escaped, type Extra, FIRST_EXTRA, pictured, shown } from './unseen-page.ts';
import { stream } from './hostile/pdf-file.ts';

/** Lines that are to be hidden, and chances for where a way has a choice. */
export interface Hidden {
  inks: readonly Ink[];
  random: () => number;
}

type Way = (hidden: Hidden) => Extra;
const N = FIRST_EXTRA;

/** Ways in which a text stands in a file and nobody sees it. */
export const WAYS: Readonly<Record<string, Way>> = {
  'render-mode-3': ({ inks }) => ({ after: all(inks, '3 Tr') }),
  'render-mode-7': ({ inks }) => ({ after: `q ${all(inks, '7 Tr')} Q` }),
  white: ({ inks }) => ({ after: all(inks, '1 g') }),
  'nearly-white': ({ inks, random }) => ({ after: all(inks, `${0.9 + random() * 0.09} g`) }),
  'nearly-white-in-colour': ({ inks, random }) => ({
    after: all(
      inks,
      `1 ${(0.93 + random() * 0.06).toFixed(3)} ${(0.8 + random() * 0.19).toFixed(3)} rg`,
    ),
  }),
  'as-its-ground': ({ inks, random }) => {
    const [red, green, blue] = [random(), random(), random()].map((one) => one.toFixed(3));
    const near = random() < 0.5 ? 0.02 : 0;
    const other = Math.min(1, Number(red) + near).toFixed(3);
    return {
      after: `${filled(inks, `${red} ${green} ${blue} rg`)} ${all(inks, `${other} ${green} ${blue} rg`)}`,
    };
  },
  'black-on-black': ({ inks, random }) => ({
    after: `${filled(inks, '0.05 g')} ${all(inks, `${(random() * 0.12).toFixed(3)} g`)}`,
  }),
  'stroked-white': ({ inks }) => ({ after: all(inks, '1 Tr 1 G 0.3 w') }),
  tiny: ({ inks, random }) => ({
    after: all(inks.map((ink) => ({ ...ink, size: 0.4 + random() * 2.2 }))),
  }),
  'scaled-to-nothing': ({ inks }) => ({ after: `q 0.05 0 0 0.05 60 400 cm ${all(inks)} Q` }),
  squeezed: ({ inks }) => ({ after: all(inks, '0 g 4 Tz') }),
  'covered-by-white': ({ inks }) => ({ before: all(inks), after: filled(inks, '1 g') }),
  'covered-by-colour': ({ inks, random }) => ({
    after: `${all(inks)} ${filled(inks, `${random().toFixed(2)} 0.8 0.7 rg`)}`,
  }),
  'covered-by-a-picture': ({ inks }) => {
    const words = inks.map((ink) => ({ ...ink, text: 'Thank you' }));
    const widest = inks.map((ink) => ({ ...ink, text: `${ink.text}     ` }));
    const picture = pictured(
      [...widest.map((ink) => ({ ...ink, text: ' '.repeat(ink.text.length) })), ...words],
      'P',
    );
    return {
      after: `${all(inks)} ${picture.content}`,
      resources: { XObject: `/P ${N} 0 R` },
      objects: [picture.object],
    };
  },
  'covered-by-a-shading': ({ inks }) => ({
    after: `${all(inks)} q ${rectangle(inks)} W n /S1 sh Q`,
    resources: {
      Shading: `/S1 << /ShadingType 2 /ColorSpace /DeviceGray /Coords [0 0 600 0] /Extend [true true] /Function << /FunctionType 2 /Domain [0 1] /C0 [0.9] /C1 [1] /N 1 >> >>`,
    },
  }),
  'covered-by-a-stamp': ({ inks }) => {
    const [left, bottom, wide, high] = boxOf(inks);
    const rect = `[${left} ${bottom} ${left + wide} ${bottom + high}]`;
    return {
      after: all(inks),
      page: `/Annots [<< /Type /Annot /Subtype /Stamp /F 4 /Rect ${rect} /AP << /N ${N} 0 R >> >>]`,
      objects: [
        stream(
          `1 g 0 0 ${wide} ${high} re f`,
          `/Type /XObject /Subtype /Form /BBox [0 0 ${wide} ${high}]`,
        ),
      ],
    };
  },
  clipped: ({ inks }) => ({ after: `q 0 0 1 1 re W n ${all(inks)} Q` }),
  'clipped-by-a-form': ({ inks }) => ({
    after: '/X1 Do',
    resources: { XObject: `/X1 ${N} 0 R` },
    objects: [form(all(inks), '/BBox [0 0 1 1]')],
  }),
  'beside-the-sheet': ({ inks, random }) => {
    const away = random() < 0.5 ? { x: 700, y: 0 } : { x: 0, y: 900 };
    const moved = inks.map((ink) => ({ ...ink, x: ink.x + away.x, y: ink.y + away.y }));
    return { after: all(moved) };
  },
  'outside-the-crop': ({ inks }) => ({
    after: all(inks.map((ink, nth) => ({ ...ink, x: 4, y: 812 + nth * 8, size: 7 }))),
    page: '/CropBox [0 34 595 842]',
  }),
  'hidden-layer': ({ inks }) => ({
    after: `/OC /L1 BDC ${all(inks)} EMC`,
    ...layer(),
  }),
  'hidden-layer-form': ({ inks }) => ({
    after: '/X1 Do',
    ...layer(`/X1 ${N + 1} 0 R`),
    objects: [LAYER, form(all(inks), `/BBox [0 0 595 842] /OC ${N} 0 R`)],
  }),
  'hidden-layer-member': ({ inks }) => ({
    after: `/OC /L1 BDC ${all(inks)} EMC`,
    ...layer(),
    resources: { Properties: `/L1 << /Type /OCMD /OCGs [${N} 0 R] /P /AllOn >>` },
  }),
  transparent: ({ inks, random }) => ({
    after: `q /G1 gs ${all(inks)} Q`,
    resources: { ExtGState: `/G1 << /ca ${(random() * 0.1).toFixed(3)} /CA 0 >>` },
  }),
  'transparent-group': ({ inks }) => ({
    after: 'q /G1 gs /X1 Do Q',
    resources: { ExtGState: '/G1 << /ca 0.04 >>', XObject: `/X1 ${N} 0 R` },
    objects: [form(all(inks), '/BBox [0 0 595 842] /Group << /S /Transparency >>')],
  }),
  'soft-mask': ({ inks }) => ({
    after: `q /G1 gs ${all(inks)} Q`,
    resources: { ExtGState: `/G1 << /SMask << /S /Luminosity /G ${N} 0 R >> >>` },
    objects: [
      form(
        '0 g 0 0 595 842 re f',
        '/BBox [0 0 595 842] /Group << /S /Transparency /CS /DeviceGray >>',
      ),
    ],
  }),
  'blended-away': ({ inks, random }) => ({
    // on the bare sheet there is nothing to blend with, and the text is seen
    after: `${filled(inks, '1 g')} q /G1 gs ${all(inks, random() < 0.5 ? '0 g' : '0.2 g')} Q`,
    resources: { ExtGState: '/G1 << /BM /Screen >>' },
  }),
  'a-white-pattern': ({ inks }) => ({
    after: all(inks, '/Pattern cs /P1 scn'),
    resources: { Pattern: `/P1 ${N} 0 R` },
    objects: [
      stream(
        '1 g 0 0 9 9 re f',
        '/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 9 9] /XStep 9 /YStep 9 /Resources << >>',
      ),
    ],
  }),
  'empty-letters': ({ inks }) => ({
    after: inks.map((ink) => shown(ink, '0 g', 'T3')).join('\n'),
    resources: { Font: `/T3 ${N} 0 R` },
    objects: [emptyFont(), stream('500 0 d0')],
  }),
  'a-hidden-field': ({ inks }) => field(inks, '/F 2'),
  'a-field-without-looks': ({ inks }) => field(inks, '/F 4'),
  'a-field-that-shows-other': ({ inks }) =>
    field(inks, `/F 4 /AP << /N ${N} 0 R >>`, [
      form(
        'BT /F1 9 Tf 2 4 Td (see overleaf) Tj ET',
        '/BBox [0 0 200 14] /Resources << /Font << /F1 4 0 R >> >>',
      ),
    ]),
  'on-a-page-that-is-white': ({ inks }) => ({ later: all(inks, '1 g') }),
  'drawn-first-then-the-paper': ({ inks }) => ({ before: `${all(inks)} 1 g 0 0 595 842 re f 0 g` }),
  'beside-itself-by-rise': ({ inks }) => ({ after: all(inks, '0 g 2000 Ts') }),
};

const LAYER = '<< /Type /OCG /Name (off) >>';

function layer(forms = '') {
  return {
    catalog: `/OCProperties << /OCGs [${N} 0 R] /D << /OFF [${N} 0 R] /Order [] >> >>`,
    resources: { Properties: `/L1 ${N} 0 R`, ...(forms ? { XObject: forms } : {}) },
    objects: [LAYER],
  };
}

function all(inks: readonly Ink[], how = '0 g'): string {
  return inks.map((ink) => shown(ink, how)).join('\n');
}

function rectangle(inks: readonly Ink[]): string {
  return `${boxOf(inks).join(' ')} re`;
}

function filled(inks: readonly Ink[], colour: string): string {
  return `q ${colour} ${rectangle(inks)} f Q`;
}

function form(content: string, entries: string): string {
  const fonts = '/Resources << /Font << /F1 4 0 R /F2 5 0 R >> >>';
  const own = entries.includes('/Resources') ? '' : fonts;
  return stream(content, `/Type /XObject /Subtype /Form ${entries} ${own}`);
}

/** Every letter is as wide as a letter, and draws nothing. */
function emptyFont(): string {
  const codes = Array.from({ length: 224 }, (_, nth) => nth + 32);
  const names = codes.map((code) => `/g${code}`).join(' ');
  const procs = codes.map((code) => `/g${code} ${N + 1} 0 R`).join(' ');
  return (
    '<< /Type /Font /Subtype /Type3 /FontBBox [0 0 1000 1000] /FontMatrix [0.001 0 0 0.001 0 0]' +
    ` /FirstChar 32 /LastChar 255 /Widths [${codes.map(() => 500).join(' ')}] /Resources << >>` +
    ` /Encoding << /Type /Encoding /Differences [32 ${names}] >> /CharProcs << ${procs} >> >>`
  );
}

function field(inks: readonly Ink[], more: string, objects: readonly string[] = []): Extra {
  const kids = inks.map(({ text, x, y }) => {
    const rect = `[${x} ${842 - y - 3} ${x + 200} ${842 - y + 11}]`;
    return `<< /Type /Annot /Subtype /Widget /FT /Tx /T (f${Math.round(y)}) /V (${escaped(text)}) /DA (/F1 9 Tf 0 g) /Rect ${rect} ${more} >>`;
  });
  const base = N + objects.length;
  const refs = kids.map((_, nth) => `${base + nth} 0 R`).join(' ');
  return {
    page: `/Annots [${refs}]`,
    catalog: `/AcroForm << /Fields [${refs}] /DR << /Font << /F1 4 0 R >> >> >>`,
    objects: [...objects, ...kids],
  };
}
