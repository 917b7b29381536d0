import { msBetween } from '../../domain/time.ts';
import { readStatistics } from '../../store/statistics/statistics.ts';
import { listStatusCounts } from '../../store/statistics/status-counts.ts';
import { operation } from '../http/operation.ts';
import { StatsBody } from '../schemas/stats.ts';

export const stats = operation(
  {
    method: 'get',
    path: '/v1/stats',
    name: 'readStats',
    summary: 'Counts by status, time to decision, automation rate and the backlog of reviews',
    tag: 'Reviews',
    action: 'stats.read',
    rate: 'reads',
    object: null,
    responses: { 200: { description: 'How things stand', schema: StatsBody } },
  },
  async (call) => {
    const { database } = call.deps.store;
    const audience = call.may('finding.read') ? ('findings' as const) : ('all' as const);
    const [counts, { decided, reviews }] = await Promise.all([
      listStatusCounts(database, call.scope),
      readStatistics(database, call.scope, { now: call.now, audience }),
    ]);
    const { oldestOpenedAt, ...backlog } = reviews;
    const age = oldestOpenedAt && Math.round(msBetween(oldestOpenedAt, call.now) / 1000);
    const body = {
      object: 'stats',
      at: call.now,
      customers: counts.map(({ status, statusReason, count }) => ({
        status,
        status_reason: statusReason,
        count,
      })),
      decided: {
        cases: decided.cases,
        median_seconds: decided.medianSeconds,
        automation_rate: decided.automationRate,
      },
      reviews: { ...backlog, oldest_opened_at: oldestOpenedAt, oldest_age_seconds: age },
    };
    return { status: 200, body };
  },
);
