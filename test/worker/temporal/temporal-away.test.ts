import { TransportError } from '@temporalio/worker';
import { expect, test } from 'vitest';
import { isTemporalAway } from '../../../worker/temporal/temporal-away.ts';

const NAMESPACE = 'Namespace kyc was not found or otherwise could not be described: Status';

test.each([
  ['nobody listens', 'tonic::transport::Error(Transport, ConnectError("tcp connect error"))', true],
  ['silence', `Failed to call GetSystemInfo: code: 'The operation was cancelled'`, true],
  ['gone meanwhile', `${NAMESPACE} { code: Unavailable, message: "http2 error" }`, true],
  [
    'no namespace',
    `${NAMESPACE} { code: NotFound, message: "Namespace kyc is not found." }`,
    false,
  ],
  ['no right to it', `${NAMESPACE} { code: PermissionDenied, message: "" }`, false],
  [
    'a key that is refused',
    `Failed to call GetSystemInfo: code: 'The request does not have valid authentication credentials'`,
    false,
  ],
])('%s', (_, text, away) => {
  expect(isTemporalAway(new TransportError(text))).toBe(away);
});

test('what the plain client says of a server that does not answer', () => {
  const late = new Error('Failed to connect before the deadline');
  expect(isTemporalAway(late)).toBe(true);
  expect(isTemporalAway(new Error('the migration failed', { cause: late }))).toBe(true);
  expect(isTemporalAway(new TypeError('no'))).toBe(false);
});
