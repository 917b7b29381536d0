import { retryAfterOf } from '../../webhooks/post.ts';
import { isVendorFault, type VendorFault, vendorFault } from '../vendor-fault.ts';

interface ClientError {
  isAxiosError?: boolean;
  code?: string;
  response?: { status?: number; headers?: Record<string, unknown> };
}

/** What the client threw, without the request and the answer that it carries about. */
export function faultOf(error: unknown): VendorFault | null {
  if (isVendorFault(error)) return error;
  if (!(error instanceof Error)) return null;
  const { isAxiosError, code = '', response } = error as ClientError;
  if (!isAxiosError) return null;
  if (/^(ECONNABORTED|ETIMEDOUT|ERR_CANCELED)$/.test(code)) return vendorFault('timed_out');
  const status = response?.status;
  return status === undefined ? vendorFault('unreachable') : byStatus(status, response?.headers);
}

function byStatus(status: number, headers: Record<string, unknown> = {}): VendorFault {
  if (status === 429) {
    const after = headers['retry-after'];
    const text = typeof after === 'string' ? after : undefined;
    return vendorFault('rate_limited', retryAfterOf(text, Date.now()));
  }
  if (status === 401 || status === 403) return vendorFault('unauthorized');
  if (status === 408 || status >= 500) return vendorFault('server_error');
  // an answer that is none, or one that sends us elsewhere
  return status < 400 ? vendorFault('malformed') : vendorFault('refused');
}
