import { expect, test } from 'vitest';
import { createLog, type LogFields } from '../../platform/log.ts';

function logOf(write: (log: ReturnType<typeof createLog>) => void): string {
  let text = '';
  const stream = { write: (line: string) => void (text += line) };
  write(createLog({ process: 'api', level: 'debug', stream }));
  return text;
}

test('a line carries the event, the process and the fields on the list', () => {
  const line = logOf((log) =>
    log.info('request answered', { request: 'req_1', status: 201, ms: 12 }),
  );
  expect(JSON.parse(line)).toMatchObject({
    msg: 'request answered',
    process: 'api',
    request: 'req_1',
    status: 201,
    ms: 12,
  });
});

test('a field that is not on the list, or is no text or number, is dropped', () => {
  const smuggled = { email: 'canary@example.com', document: { number: 'canary' }, status: 200 };
  const line = logOf((log) => log.info('x', smuggled as unknown as LogFields));
  expect(line).not.toContain('canary');
  expect(JSON.parse(line)).toMatchObject({ status: 200 });
});

test('an error leaves its message and its cause’s behind, and keeps code, constraint and frames', () => {
  const cause = Object.assign(new Error('Key (email)=(canary) exists'), {
    code: '23505',
    constraint: 'customer_external_id_key',
    detail: 'canary',
  });
  const line = logOf((log) =>
    log.error('failed', new TypeError('canary', { cause }), { request: 'r' }),
  );
  expect(line).not.toContain('canary');
  const { error } = JSON.parse(line) as {
    error: { name: string; frames: string[]; cause: object };
  };
  expect(error.name).toBe('TypeError');
  expect(error.frames[0]).toContain('log.test.ts');
  expect(error.cause).toMatchObject({ code: '23505', constraint: 'customer_external_id_key' });
});

test('what is thrown and no error is named by its kind alone', () => {
  expect(logOf((log) => log.error('failed', 'canary'))).not.toContain('canary');
});
