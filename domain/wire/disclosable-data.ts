import { disclosableRequirements } from '../case/shown/audience.ts';
import { REASON_CODES, disclosedAs } from '../reasons/reasons.ts';
import type { WireData } from './event-types.ts';

/** The data of an event with what may be told to who may not read findings. */
export function disclosableData(data: WireData): WireData {
  const entries = Object.entries(data).map(([name, value]) => {
    if (!Array.isArray(value)) return [name, value];
    const told = name === 'requirements' ? disclosableRequirements(value) : value;
    return [name, [...new Set(told.map(disclosableCode))]];
  });
  return Object.fromEntries(entries) as WireData;
}

function disclosableCode(text: string): string {
  const code = REASON_CODES.find((known) => known === text);
  return code === undefined ? text : disclosedAs(code).code;
}
