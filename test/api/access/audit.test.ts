import { afterAll, beforeAll, expect, it } from 'vitest';
import { verifyAudit } from '../../../store/audit/verify-audit.ts';
import { createdBy } from '../kit/people.ts';
import { openKit, type Kit } from '../kit/api-kit.ts';

let kit: Kit;
beforeAll(async () => {
  kit = await openKit();
});
afterAll(() => kit.close());

it('the exported trail of a customer verifies offline, and ends with its own export', async () => {
  const app = await kit.key();
  const customer = await createdBy(kit, app);
  const auditor = await kit.key({ role: 'auditor', holder: 'auditor-1' });
  const answer = await kit.ask('GET', `/v1/customers/${customer}/audit`, { key: auditor });
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toContain('application/jsonl');
  const lines = answer.bytes.toString().trim().split('\n');
  const verdict = verifyAudit(lines);
  expect(verdict).toMatchObject({ ok: true, problems: [] });
  const cut = [...lines.slice(0, 1), ...lines.slice(2)];
  expect(verifyAudit(cut).ok).toBe(false);
});
