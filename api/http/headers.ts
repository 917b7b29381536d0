/** Headers of every JSON answer: it may hold personal data, and a browser must never show it as a page. */
export const JSON_HEADERS = {
  'content-type': 'application/json',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
} as const;

export const PROBLEM_HEADERS = {
  ...JSON_HEADERS,
  'content-type': 'application/problem+json',
} as const;

/**
 * Headers for a file of a customer: browsers must never show it inline, run it or cache it
 * (docs/protection.md#uploads).
 */
export function fileHeaders(file: { name: string; mediaType: string }): Record<string, string> {
  return {
    ...JSON_HEADERS,
    'content-type': file.mediaType,
    'content-disposition': `attachment; filename="${file.name}"`,
    'content-security-policy': "default-src 'none'; sandbox; frame-ancestors 'none'",
  };
}

/**
 * Headers of our own pages: everything comes from this origin, and pictures may be data URLs of a style
 * sheet.
 */
export const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; " +
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
} as const;
