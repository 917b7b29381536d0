import type { CleanPage } from '../../../../activities/verification/engines/engines.ts';
import type { IdentityEngines } from '../../../../activities/verification/identity/identity.ts';
import { readIdentity } from '../../../../activities/verification/checks/identity-reading.ts';
import { issuerOf } from '../../../../domain/identity/mrz/countries.ts';
import { quirkyZone, zonePicture, type Quirk } from '../../../specimens/quirky-zone.ts';

export interface QuirkSeen {
  index: number;
  quirk: Quirk;
  group: string;
  /** `read`: certain; `doubted`: with the readings shown to a person; `unread`: neither. */
  as: 'read' | 'doubted' | 'unread';
  /** What was accepted and is not so. */
  wrong: string[];
  detail: string;
  /** Of all looks at the page. */
  cpuMs: number;
}

/** The MRZ of that number, photographed and read, against what it says. */
export async function seenQuirk(
  engines: IdentityEngines,
  index: number,
  seed: number,
): Promise<QuirkSeen> {
  const zone = quirkyZone(index, seed);
  const size = { width: 1280, height: 960, text: null, measures: {} };
  const page: CleanPage = { index: 0, side: 'front', png: await zonePicture(zone), ...size };
  const type = zone.layout === 'TD3' ? 'passport' : 'national_id';
  let cpuMs = 0;
  const recognizer: IdentityEngines['recognizer'] = {
    ...engines.recognizer,
    read: async (...asked) => {
      const reading = await engines.recognizer.read(...asked);
      cpuMs += Number(reading.measures['cpu_ms']);
      return reading;
    },
  };
  const asked = {
    pages: [page],
    type,
    country: null,
    printedText: 'review',
    receivedAt: '2026-11-23T10:00:00.000Z',
    signal: new AbortController().signal,
  } as const;
  const { judged, facts } = await readIdentity({ ...engines, recognizer }, asked);
  const isMrz = judged.measures['source'] === 'mrz';
  const isSure = judged.outcome === 'pass' && facts !== null;
  const { truth, quirk, group } = zone;
  const value = (field: string) =>
    judged.readings.filter((one) => one.field === field).map((one) => one.value);
  const pairs: [string, unknown, unknown][] = [
    ['number', facts?.documentNumber, truth.number],
    ['birth', value('birth_date').includes(truth.birth), true],
    ['expiry', facts?.expiresOn, truth.expiry],
    ['nationality', facts?.nationality, issuerOf(truth.nationality)?.alpha2 ?? null],
    ['sex', value('sex')[0], truth.sex],
    ['digit', quirk, quirk === 'wrong_digit' ? 'nothing' : quirk],
  ];
  return {
    index,
    quirk,
    group,
    as: isSure && isMrz ? 'read' : judged.readings.length > 0 ? 'doubted' : 'unread',
    wrong: isSure ? pairs.flatMap(([field, is, was]) => (is === was ? [] : [field])) : [],
    detail: String(judged.measures['detail'] ?? judged.reasons.join()),
    cpuMs,
  };
}
