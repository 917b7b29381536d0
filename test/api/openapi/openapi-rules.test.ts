import { createConfig, lintFromString } from '@redocly/openapi-core';
import { type SpecData, Validator } from '@seriousme/openapi-schema-validator';
import { expect, test } from 'vitest';
import { openApiOf } from '../../../api/openapi/openapi.ts';
import { OPERATIONS } from '../../../api/operations.ts';

const document = openApiOf(OPERATIONS);
const text = JSON.stringify(document);

/** Every recommended rule is an error. An exception has its reason. */
const EXCEPTIONS = {
  // a tag is the name of a resource, which says what it is
  'tag-description': 'off',
} as const;

async function problemsIn(source: string): Promise<string[]> {
  const config = await createConfig({ extends: ['recommended-strict'], rules: EXCEPTIONS });
  const found = await lintFromString({ source, absoluteRef: 'openapi.json', config });
  return found.map(({ ruleId, location, message }) => {
    return `${ruleId} ${location[0]?.pointer ?? ''}: ${message}`;
  });
}

test('the document keeps the recommended rules of redocly', async () => {
  expect(await problemsIn(text)).toEqual([]);
});

test('a broken rule would be told', async () => {
  const broken = text.replace('"operationId":"listCustomers"', '"operationId":"createCustomer"');
  expect(broken).not.toBe(text);
  expect((await problemsIn(broken)).join('\n')).toContain('operation-operationId-unique');
});

test('the document is OpenAPI 3.1 to a validator that is not ours', async () => {
  const verdict = await new Validator().validate(JSON.parse(text) as SpecData);
  expect(verdict).toEqual({ valid: true });
  const wrong = { ...(JSON.parse(text) as SpecData), paths: { '/x': { get: { responses: 1 } } } };
  expect((await new Validator().validate(wrong)).valid).toBe(false);
});
