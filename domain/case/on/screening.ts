import type { RefusalCode } from '../../refusal.ts';
import type { EventOf } from '../event.ts';
import { endedBy } from '../level.ts';
import { askAnew } from '../reopen-requirements.ts';
import { engineChecks, runChecks } from '../rounds.ts';
import { recordOf, type Step } from '../step.ts';

/** A list changed: whoever is screened is screened again; nothing shows until it answers. */
export function listChanged(step: Step): RefusalCode | undefined {
  const { draft } = step;
  if (endedBy(draft)) return 'late';
  const kinds = engineChecks(draft, 'details').filter((kind) => kind === 'screening');
  const record = recordOf(draft, 'details');
  if (kinds.length === 0 || !record || record.state === 'currently_due') return 'late';
  runChecks(step, 'details', kinds);
  return undefined;
}

/** A person's word on one hit. Only a confirmed one raises the risk. */
export function hitDecided(step: Step, event: EventOf<'hit_decided'>): RefusalCode | undefined {
  const { draft } = step;
  const ended = endedBy(draft);
  if (ended) return ended;
  const hit = draft.hits.find(({ id }) => id === event.hit);
  if (!hit) return 'not_found';
  if (hit.decided === event.decided) return 'nothing_changed';
  hit.decided = event.decided;
  const open = draft.hits.some(({ decided }) => decided !== 'not_this_person');
  const record = recordOf(draft, 'details');
  if (!open && record?.state === 'in_review') {
    for (const check of draft.checks) {
      if (check.kind !== 'screening' || check.outcome === 'unavailable') continue;
      check.outcome &&= 'pass';
      check.reasons = [];
    }
    record.state = 'pending';
  }
  if (event.decided === 'this_person') askAnew(step, 'hit');
  return undefined;
}
