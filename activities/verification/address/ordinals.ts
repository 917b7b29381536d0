/**
 * What an engine reads of a small sign behind a number: no digit, and no letter that a house may have. The
 * `a` of `2a` is taken behind another ordinal only, where it is `2ª` in ASCII: a door, no house.
 */
const READ_AS = { º: /^[oº°*"'’^~?][.,]?$/, ª: /^[ªº°*"'’^~?][.,]?$/ } as const;
const DOOR = /^[aª][.,]?$/;

/**
 * The small signs of `nº 3`, `3º 2ª` are read as other small signs at times: they are left out of both.
 * What may be a digit or a letter stays, so that `3º` is not said of a drawn `38` or `3A`.
 */
export function withoutOrdinals(said: string, seen: string): { said: string; seen: string } {
  const [words, read] = [said.split(/\s+/), seen.split(/\s+/)];
  const mended = read.map((word, nth) => {
    const [, number, sign] = /^(\d+|[nN]\.?)([ºª°])/.exec(words[nth] ?? '') ?? [];
    if (number === undefined || !word.startsWith(number)) return word;
    const rest = word.slice(number.length);
    const isNumero = !/\d/.test(number) && /^\S[.,]?$/.test(rest);
    const isBehind = /[ºª°]$/.test(words[nth - 1] ?? '');
    const isDoor = sign === 'ª' && isBehind && DOOR.test(rest);
    const isSign = isDoor || READ_AS[sign === 'ª' ? 'ª' : 'º'].test(rest);
    return isNumero || isSign ? number : word;
  });
  const isAlike = words.length === read.length;
  return { said: bare(said), seen: bare((isAlike ? mended : read).join(' ')) };
}

function bare(text: string): string {
  return text.replaceAll(/(?<=\d|\b[nN]\.?)[ºª°]/g, '');
}
