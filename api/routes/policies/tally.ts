import type { z } from '@hono/zod-openapi';
import type { CheckKind } from '../../../domain/checks/checks.ts';
import type { RefusalCode } from '../../../domain/refusal.ts';
import type { Standing } from '../../../domain/policy/simulate/as-new.ts';
import type { Simulated } from '../../../domain/policy/simulate/simulate.ts';
import type { SimulationBody } from '../../schemas/simulation.ts';

type Body = z.output<typeof SimulationBody>;
type Counts = Pick<
  Body,
  'examined' | 'by_status' | 'by_status_as_new' | 'by_requirement' | 'refused' | 'unforeseen'
>;

/** Counts simulated cases, and keeps those that would change. */
export function createTally(): {
  add: (one: Simulated) => void;
  counts: () => Counts & { changed: Simulated[] };
} {
  const changed: Simulated[] = [];
  const byStatus = counter<Omit<Body['by_status'][number], 'count'>>();
  const byStatusAsNew = counter<Omit<Body['by_status'][number], 'count'>>();
  const byRequirement = counter<Omit<Body['by_requirement'][number], 'count'>>();
  const refused: Partial<Record<RefusalCode, number>> = {};
  const unforeseen: Partial<Record<CheckKind, number>> = {};
  let examined = 0;
  return {
    add: (one) => {
      examined += 1;
      if (one.refused) refused[one.refused] = (refused[one.refused] ?? 0) + 1;
      for (const kind of one.unforeseen) unforeseen[kind] = (unforeseen[kind] ?? 0) + 1;
      if (!one.changes) return;
      changed.push(one);
      const { now, moved, asNew } = one;
      if (moved && isOther(now, moved)) byStatus.add(fromTo(now, moved));
      if (isOther(asNew.from, asNew.to)) byStatusAsNew.add(fromTo(asNew.from, asNew.to));
      for (const { requirement, verdict: from, verdictThen: to } of one.requirements) {
        if (from !== to) byRequirement.add({ requirement, from, to });
      }
    },
    counts: () => ({
      examined,
      by_status: byStatus.counts(),
      by_status_as_new: byStatusAsNew.counts(),
      by_requirement: byRequirement.counts(),
      refused,
      unforeseen,
      changed,
    }),
  };
}

export function caseBody(one: Simulated): Body['data'][number] {
  const { customer, now, moved, refused, asNew, unforeseen } = one;
  return {
    customer,
    now: standingBody(now),
    moved: moved && standingBody(moved),
    refused,
    as_new: fromTo(asNew.from, asNew.to),
    requirements: one.requirements.map(({ verdictThen, ...rest }) => ({
      ...rest,
      verdict_then: verdictThen,
    })),
    unforeseen,
  };
}

/** Counts equal objects, and lists the most frequent first. */
function counter<Thing extends object>() {
  const counts = new Map<string, Thing & { count: number }>();
  return {
    add: (thing: Thing) => {
      const known = counts.get(JSON.stringify(thing));
      if (known) known.count += 1;
      else counts.set(JSON.stringify(thing), { ...thing, count: 1 });
    },
    counts: () => [...counts.values()].toSorted((a, b) => b.count - a.count),
  };
}

function isOther(a: Standing, b: Standing): boolean {
  return a.status !== b.status || a.statusReason !== b.statusReason;
}

function fromTo(from: Standing, to: Standing) {
  return { from: standingBody(from), to: standingBody(to) };
}

function standingBody({ status, statusReason }: Standing) {
  return { status, status_reason: statusReason };
}
