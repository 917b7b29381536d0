import { Configuration, DefaultApi, type Report } from '@onfido/api';
import type { Mode } from '../../../domain/access/access.ts';
import type { Secret } from '../../../domain/secret.ts';
import type { Meters } from '../../../platform/metrics/meters.ts';
import { versionOf } from '../../verification/engines/package-version.ts';
import type { Breaker } from '../breaker.ts';
import { callVendor } from '../call-vendor.ts';
import type { Vendor } from '../vendor.ts';
import { vendorFault } from '../vendor-fault.ts';
import type { Account } from './account.ts';
import { faultOf } from './fault-of.ts';
import { judgeAnswer, type OnfidoAnswer } from './judge-answer.ts';
import { startCheck } from './start-check.ts';

export interface OnfidoOptions {
  /** With the version: `https://api.eu.onfido.com/v3.6`. Nothing else is ever called. */
  baseUrl: string;
  /** The live account for live customers, the sandbox for test customers. */
  tokens: Partial<Record<Mode, Secret<string>>>;
  /** Of one call. */
  timeoutMs?: number;
  breaker: Breaker;
  meters?: Pick<Meters, 'count' | 'observe'>;
}

const TIMEOUT_MS = 15_000;
const ANSWER_MAX = 4 * 1024 * 1024;
const UPLOAD_MAX = 16 * 1024 * 1024;
const VERSION = `onfido@1 @onfido/api@${versionOf('@onfido/api')}`;

/** Onfido, API v3.6, by its own typed client. */
export function createOnfido(options: OnfidoOptions): Vendor {
  const { breaker, meters, timeoutMs = TIMEOUT_MS } = options;
  const call = callVendor({ vendor: 'onfido', breaker, timeoutMs, faultOf, meters });
  const accounts = new Map<Mode, Account>();
  const accountOf = (mode: Mode): Account => {
    const token = options.tokens[mode];
    if (!token) throw vendorFault('not_set_up');
    const known = accounts.get(mode) ?? { api: clientOf(options.baseUrl, token), call, mode };
    accounts.set(mode, known);
    return known;
  };
  return {
    name: 'onfido',
    version: VERSION,
    start: async (submission, progress) =>
      startCheck(accountOf(submission.round.mode), submission, progress),
    fetch: async ({ reference, mode, signal }) =>
      fetchAnswer(accountOf(mode), { reference, signal }),
    judge: (answer, by) => judgeAnswer(answer as OnfidoAnswer, by, VERSION),
  };
}

function clientOf(baseUrl: string, token: Secret<string>): DefaultApi {
  const baseOptions = {
    maxRedirects: 0, // where the address leads elsewhere, nothing follows
    proxy: false,
    responseType: 'json',
    // half an answer must not pass for a text
    transitional: { silentJSONParsing: false, clarifyTimeoutError: true },
    maxContentLength: ANSWER_MAX,
    maxBodyLength: UPLOAD_MAX,
  };
  const apiToken = token.reveal();
  return new DefaultApi(new Configuration({ apiToken, basePath: baseUrl, baseOptions }));
}

const AT_WORK = ['in_progress', 'awaiting_applicant', 'paused', 'reopened'];

/** Check and reports, once all are complete. A check of the other kind of account is no answer. */
async function fetchAnswer(
  { api, call, mode }: Account,
  { reference, signal }: { reference: string; signal: AbortSignal },
): Promise<OnfidoAnswer | null> {
  const { data: check } = await call(signal, (inTime) =>
    api.findCheck(reference, { signal: inTime }),
  );
  if (check?.id !== reference) throw vendorFault('malformed');
  if (check.status === 'withdrawn') throw vendorFault('withdrawn');
  if (check.status !== undefined && AT_WORK.includes(check.status)) return null;
  if (check.status !== 'complete') throw vendorFault('malformed');
  if (check.sandbox !== undefined && check.sandbox !== (mode === 'test')) {
    throw vendorFault('wrong_account');
  }
  const { data } = await call(signal, (inTime) => api.listReports(reference, { signal: inTime }));
  const reports: Report[] | undefined = data?.reports;
  if (!Array.isArray(reports) || reports.length === 0) throw vendorFault('malformed');
  if (reports.some(({ status }) => status === 'withdrawn' || status === 'cancelled')) {
    throw vendorFault('withdrawn');
  }
  return reports.every(({ status }) => status === 'complete') ? { check, reports } : null;
}
