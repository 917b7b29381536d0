/** On every JSON answer: it may hold personal data and is never a page. */
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

/** A file of a customer: never shown inline, never run, never kept (docs/protection.md#uploads). */
export function fileHeaders(file: { name: string; mediaType: string }): Record<string, string> {
  return {
    ...JSON_HEADERS,
    'content-type': file.mediaType,
    'content-disposition': `attachment; filename="${file.name}"`,
    'content-security-policy': "default-src 'none'; sandbox; frame-ancestors 'none'",
  };
}

/** Our own pages: everything from this origin; pictures that a style sheet carries as data. */
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
