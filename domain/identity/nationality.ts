/**
 * Territories whose people have the nationality of a state (ISO 3166-1 alpha-2), as the state's own law
 * has it: their passports and permits name either.
 */
const STATE_OF: Readonly<Record<string, string>> = Object.fromEntries(
  `AX:FI AS:US GU:US MP:US PR:US VI:US UM:US AW:NL BQ:NL CW:NL SX:NL FO:DK GL:DK SJ:NO BV:NO
  GP:FR MQ:FR GF:FR RE:FR YT:FR BL:FR MF:FR PM:FR WF:FR PF:FR NC:FR TF:FR
  AI:GB BM:GB FK:GB GG:GB GI:GB GS:GB IM:GB IO:GB JE:GB KY:GB MS:GB PN:GB SH:GB TC:GB VG:GB
  CC:AU CX:AU HM:AU NF:AU CK:NZ NU:NZ TK:NZ HK:CN MO:CN`
    .trim()
    .split(/\s+/)
    .map((pair) => pair.split(':')),
);

/**
 * Whether a stated nationality is the one that was read (both ISO 3166-1 alpha-2); null where either is
 * not known: stateless people and organisations have none.
 */
export function agreesWithNationality(
  read: string | null,
  stated: string | null | undefined,
): boolean | null {
  if (read === null || stated === null || stated === undefined || NONE.includes(stated))
    return null;
  return stateOf(read) === stateOf(stated);
}

/** ICAO 9303-3's codes for stateless people, refugees and others without one, should details bear them. */
const NONE: readonly string[] = ['XXA', 'XXB', 'XXC', 'XXX', 'XXK'];

function stateOf(code: string): string {
  return STATE_OF[code] ?? code;
}
