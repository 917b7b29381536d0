/** What issuers and scanners make of the same bytes, by what public parsers tell of them. */
export const QUIRKS: [string, (of: string) => string][] = [
  ['an offset of 0000', (of) => of.replace('DL0031', 'DL0000')],
  ['an offset one too large', (of) => of.replace('DL0031', 'DL0032')],
  ['an offset one too small', (of) => of.replace('DL0031', 'DL0030')],
  ['an offset of letters', (of) => of.replace(/(?<=\d)DL00\d{6}/, 'DLabac')],
  ['a length one too small', (of) => of.replace(/(DL0031)(\d{4})/, lengthBy(-1))],
  ['a length one too large', (of) => of.replace(/(DL0031)(\d{4})/, lengthBy(1))],
  ['no type before the first element', (of) => of.replace('DLDCS', 'DCS')],
  ['letters as the issuer', (of) => of.replace('ANSI 636000', 'ANSI VADMV0')],
  ['AAMVA for ANSI', (of) => of.replace('ANSI ', 'AAMVA')],
  ['no space behind ANSI', (of) => of.replace('ANSI ', 'ANSI')],
  ['no version of the issuer', (of) => of.replace('ANSI 636000090001', 'ANSI 6360000901')],
  ['no carriage return in the head', (of) => of.replace('\u001e\r', '\u001e')],
  ['no record separator', (of) => of.replace('\n\u001e\r', '\n\n')],
  ['other signs in their place', (of) => of.replace('\n\u001e\r', '\n6')],
  ['nothing before ANSI', (of) => of.slice(4)],
  ['carriage returns too', (of) => of.replaceAll('\n', '\r\n')],
  ['carriage returns alone', (of) => of.replaceAll('\n', '\r')],
  ['pipes for separators', (of) => of.replaceAll('\n', '|')],
  ['a byte-order mark', (of) => `\u00ef\u00bb\u00bf${of}`],
  ['blanks before it', (of) => `  \r\n${of}`],
  ['lower case', (of) => of.toLowerCase()],
  ['padded elements', (of) => of.replace(/^(D.*)$/gm, '$1          ')],
  ['days with the year first', (of) => of.replace(/(DB[ABD])(\d{4})(\d{4})/g, '$1$3$2')],
  ['days with dashes', (of) => of.replace(/(DB[ABD])(\d\d)(\d\d)(\d{4})/g, '$1$2-$3-$4')],
];

function lengthBy(by: number) {
  return (_: string, head: string, length: string) =>
    head + String(Number(length) + by).padStart(4, '0');
}
