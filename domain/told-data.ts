import { toldRequirements } from './case/audience.ts';
import { REASON_CODES, toldAs } from './reasons.ts';
import type { WireData } from './wire.ts';

/** The data of an event with what may be told to who may not read findings. */
export function toldData(data: WireData): WireData {
  const entries = Object.entries(data).map(([name, value]) => {
    if (!Array.isArray(value)) return [name, value];
    const told = name === 'requirements' ? toldRequirements(value) : value;
    return [name, [...new Set(told.map(toldCode))]];
  });
  return Object.fromEntries(entries) as WireData;
}

function toldCode(text: string): string {
  const code = REASON_CODES.find((known) => known === text);
  return code === undefined ? text : toldAs(code).code;
}
