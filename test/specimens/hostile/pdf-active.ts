import { deflateSync } from 'node:zlib';
import { casesOf, type HostileCase } from './case.ts';
import { onePage, packed, pdfOf, stream } from './pdf-file.ts';

const ACTIONS = {
  javascript: '<< /S /JavaScript /JS (app.alert\\(1\\)) >>',
  launch: '<< /S /Launch /F (/bin/sh) >>',
  rendition: '<< /S /Rendition /OP 0 /JS (app.alert\\(1\\)) >>',
  embedded: '<< /S /GoToE /D [0 /Fit] /T << /R /C /N (x) >> >>',
  submit: '<< /S /SubmitForm /F (http://example.invalid/) >>',
  import: '<< /S /ImportData /F (x.fdf) >>',
} as const;

/** Where an action may stand; object 6 is the action itself. */
const PLACES = {
  open: { catalog: '/OpenAction 6 0 R' },
  closing: { catalog: '/AA << /WC 6 0 R >>' },
  page: { page: '/AA << /O 6 0 R >>' },
  link: { page: '/Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 600 800] /A 6 0 R >>]' },
} as const;

/** How its name is written; the last two put it where a rule on bytes does not look. */
const WRITTEN = {
  plain: (text: string) => [text],
  escaped: (text: string) => [
    text.replace(/\/S \/(\w)/, (_, letter: string) => `/S /${hex(letter)}`),
  ],
  packed: (text: string) => ['null', packed(text, 6)],
  renamed: (text: string) => ['null', packed(text, 6).replace('/ObjStm', '/Obj#53tm')],
} as const;

/** What a document must not do, by every way to write it, and what carries files inside. */
export function activePdfs(): HostileCase[] {
  const made: Record<string, () => Buffer> = {};
  for (const [action, text] of Object.entries(ACTIONS)) {
    for (const [place, extra] of Object.entries(PLACES)) {
      for (const [written, write] of Object.entries(WRITTEN)) {
        made[`${action}-${place}-${written}`] = () => pdfOf([...onePage(extra), ...write(text)]);
      }
    }
  }
  return [
    ...casesOf('active', 'application/pdf', made),
    ...casesOf('carries', 'application/pdf', carriers()),
    ...casesOf('hidden', 'application/pdf', hidden()),
    ...casesOf('encrypted', 'application/pdf', encrypted()),
  ];
}

function carriers(): Record<string, () => Buffer> {
  const file = stream('MZ not a program', '/Type /EmbeddedFile');
  const spec = '<< /Type /Filespec /F (invoice.exe) /EF << /F 7 0 R >> >>';
  const annotation = (subtype: string) =>
    `/Annots [<< /Type /Annot /Subtype /${subtype} /Rect [0 0 9 9] >>]`;
  const plain = (extra: Parameters<typeof onePage>[0]) => () => pdfOf(onePage(extra));
  return {
    names: () =>
      pdfOf([
        ...onePage({ catalog: '/Names << /EmbeddedFiles << /Names [(a) 6 0 R] >> >>' }),
        spec,
        file,
      ]),
    associated: () => pdfOf([...onePage({ catalog: '/AF [6 0 R]' }), spec, file]),
    attachment: () =>
      pdfOf([
        ...onePage({
          page: '/Annots [<< /Type /Annot /Subtype /FileAttachment /Rect [0 0 9 9] /FS 6 0 R >>]',
        }),
        spec,
        file,
      ]),
    'document-script': plain({
      catalog: '/Names << /JavaScript << /Names [(a) << /S /JavaScript /JS (1) >>] >> >>',
    }),
    xfa: plain({ catalog: '/AcroForm << /Fields [] /XFA [(template) 4 0 R] >>' }),
    'xfa-escaped': plain({ catalog: '/AcroForm << /Fields [] /X#46A [(template) 4 0 R] >>' }),
    'rich-media': plain({ page: annotation('RichMedia') }),
    movie: plain({ page: annotation('Movie') }),
    sound: plain({ page: annotation('Sound') }),
    screen: plain({ page: annotation('Screen') }),
    '3d': plain({ page: annotation('3D') }),
  };
}

/** Object streams that are packed so that a simple rule would not see into them. */
function hidden(): Record<string, () => Buffer> {
  const text = ACTIONS.javascript;
  const extra = { catalog: '/OpenAction 6 0 R' };
  const made =
    (object: string, more: string[] = []) =>
    () =>
      pdfOf([...onePage(extra), 'null', object, ...more]);
  const twice = deflateSync(deflateSync(Buffer.from(`6 0 ${text}`)));
  return {
    'hex-over-flate': made(packed(text, 6, '/Filter [/ASCIIHexDecode /FlateDecode]')),
    twice: made(stream(twice, '/Type /ObjStm /N 1 /First 4 /Filter [/FlateDecode /FlateDecode]')),
    indirect: made(packed(text, 6, '/Filter 8 0 R'), ['/FlateDecode']),
    predictor: made(
      packed(text, 6, '/Filter /FlateDecode /DecodeParms << /Predictor 12 /Columns 4 >>'),
    ),
    lzw: made(packed(text, 6, '/Filter /LZWDecode')),
    'behind-a-word': made(packed(text, 6, `/Filter /FlateDecode /X (9 0 obj)`)),
    'behind-a-long-word': made(packed(text, 6, `/Filter /FlateDecode /X (${'x'.repeat(70_000)})`)),
  };
}

/** Dictionaries of each age; the keys in them are noise. */
function encrypted(): Record<string, () => Buffer> {
  const key = '61'.repeat(32);
  const long = '61'.repeat(48);
  const one = (rules: string) => () =>
    pdfOf(onePage(), `/Encrypt << /Filter /Standard ${rules} /P -4 >> /ID [<61><61>]`);
  return {
    'rc4-40': one(`/V 1 /R 2 /O <${key}> /U <${key}>`),
    'rc4-128': one(`/V 2 /R 3 /Length 128 /O <${key}> /U <${key}>`),
    'aes-256': one(
      `/V 5 /R 6 /Length 256 /O <${long}> /U <${long}> /OE <${key}> /UE <${key}>` +
        ` /Perms <${'61'.repeat(16)}> /CF << /StdCF << /CFM /AESV3 /Length 32 >> >> /StmF /StdCF /StrF /StdCF`,
    ),
  };
}

/** A letter as a name may write it. */
function hex(letter: string): string {
  return `#${letter.charCodeAt(0).toString(16)}`;
}
