import type { Letter } from './letter.ts';
import { block, FIRST_EXTRA, letterWith, receiver } from './unseen-page.ts';

/** A font that draws the letters of one text and says those of another. */
export function otherGlyphs(letter: Letter, claim: Letter): Buffer {
  const own = receiver(letter);
  const pairs = own.map((ink, nth) => [ink, block(claim)[nth]?.text ?? ''] as const);
  const others = letter.inks.filter((ink) => !own.includes(ink));
  const objects: string[] = [];
  const fonts: string[] = [];
  const shows = pairs.map(([ink, said], nth) => {
    const font = FIRST_EXTRA + nth * 2;
    fonts.push(`/L${nth} ${font} 0 R`);
    const wide = ink.text.padEnd(said.length);
    const codes = [...wide].map((_, at) => at + 33);
    const names = [...wide].map(glyphName).join(' ');
    objects.push(
      `<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /FirstChar 33 /LastChar ${codes.length + 33} /Encoding << /Type /Encoding /Differences [33 ${names}] >> /ToUnicode ${font + 1} 0 R >>`,
      toUnicode(codes, said.padEnd(wide.length)),
    );
    const hex = codes.map((code) => code.toString(16).padStart(2, '0')).join('');
    return `BT 0 g /L${nth} ${ink.size} Tf 1 0 0 1 ${ink.x} ${842 - ink.y} Tm <${hex}> Tj ET`;
  });
  return letterWith(others, {
    after: shows.join('\n'),
    resources: { Font: fonts.join(' ') },
    objects,
  });
}

const GLYPHS: Readonly<Record<string, string>> = {
  ' ': 'space',
  ',': 'comma',
  '.': 'period',
  '-': 'hyphen',
  "'": 'quotesingle',
  '/': 'slash',
  ...Object.fromEntries(
    ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'].map(
      (name, digit) => [String(digit), name],
    ),
  ),
};

function glyphName(letter: string): string {
  const plain = letter.normalize('NFD').charAt(0);
  return `/${GLYPHS[plain] ?? (/[A-Za-z]/.test(plain) ? plain : 'x')}`;
}

function toUnicode(codes: readonly number[], said: string): string {
  const rows = codes.map((code, at) => {
    const unit = (said.charCodeAt(at) || 32).toString(16).padStart(4, '0');
    return `<${code.toString(16).padStart(2, '0')}> <${unit}>`;
  });
  const body = `/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def 1 begincodespacerange <00> <ff> endcodespacerange ${rows.length} beginbfchar\n${rows.join('\n')}\nendbfchar endcmap end end`;
  return `<< /Length ${body.length} >>\nstream\n${body}\nendstream`;
}
