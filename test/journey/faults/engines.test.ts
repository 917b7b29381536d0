import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { storeEvidence } from '../../../activities/verification/round/evidence.ts';
import { createSanitiser } from '../../../activities/verification/engines/sanitiser.ts';
import { createFaceReader } from '../../../activities/verification/engines/faces.ts';
import { createBarcodeReader } from '../../../activities/verification/engines/barcode.ts';
import {
  createTextReader,
  type TextReaderOptions,
} from '../../../activities/verification/engines/text-reader.ts';
import type { EngineOptions } from '../../../activities/verification/engines/engine-options.ts';
import { createTextRecognizer } from '../../../activities/verification/engines/ocr.ts';
import { QUEUES } from '../../../domain/work.ts';
import { dataConverter } from '../../../store/temporal/data-converter.ts';
import { verificationWork } from '../../../worker/verification-work.ts';
import { makeLetter } from '../../specimens/letter.ts';
import { type Client, itemOf } from '../client.ts';
import { addressOnly, bodyOf, letterUpload, newPerson, passportOf } from '../people.ts';
import { type Product, startProduct } from '../product.ts';

Runtime.install({ logger: new DefaultLogger('ERROR') });
const TRIES = 2;
let product: Product;
let app: Client;
let connection: NativeConnection;
beforeAll(async () => {
  product = await startProduct({ processes: ['api', 'worker'], policies: [addressOnly('papers')] });
  app = await product.client();
  connection = await NativeConnection.connect({ address: product.temporalAddress });
});
afterAll(async () => {
  await connection.close();
  await product.stop();
});

interface Engines {
  ocr?: EngineOptions;
  letters?: TextReaderOptions;
}

/** Runs the verification worker as its main composes it, but with other engines for printed text. */
async function withEngines(engines: Engines, use: () => Promise<void>): Promise<void> {
  const { store } = product;
  const now = () => new Date().toISOString();
  const [gate, recognizer] = [createSanitiser(), createTextRecognizer(engines.ocr)];
  const [letters, faces] = [createTextReader(engines.letters), createFaceReader()];
  const barcodes = createBarcodeReader();
  const worker = await Worker.create({
    connection,
    taskQueue: QUEUES.verification,
    dataConverter: dataConverter(store.keys),
    activities: verificationWork({
      evidence: storeEvidence(store, now),
      gate,
      recognizer,
      barcodes,
      letters,
      faces,
      now,
      triesMax: TRIES,
      crash: () => undefined,
      log: { error: () => undefined },
    }),
  });
  try {
    await worker.runUntil(use);
  } finally {
    await Promise.all([gate, recognizer, barcodes, letters, faces].map((one) => one.close()));
  }
}

const child = (name: string) => new URL(`./children/${name}-main.ts`, import.meta.url);

test.each([
  ['is missing', { main: child('no-such') }],
  ['hangs', { main: child('hanging'), timeoutMs: 1_000 }],
  ['crashes', { main: child('dying') }],
])(
  'an engine that %s: unavailable, tried again, then a person; never a rejection',
  async (_, ocr) => {
    const person = newPerson();
    const { id } = await app.create(bodyOf(person, { level: 'basic' }));
    await withEngines({ ocr }, async () => {
      await app.submit(id, await passportOf(person));
      await app.reach(id, 'approval_pending/in_review');
    });
    const customer = await app.read(id);
    const identity = itemOf(customer, 'identity');
    expect(identity).toMatchObject({ state: 'in_review', attempts: 0, attempts_left: 3 });
    expect(identity.codes).toEqual(['check_unavailable']);
    expect(customer.documents).toMatchObject([{ state: 'in_review' }]);
    expect(customer.decisions).toEqual([]);
    const outcomes = Object.fromEntries(
      (customer.checks ?? []).map((one) => [one.kind, one.outcome]),
    );
    expect(outcomes).toEqual({
      file_safety: 'pass',
      image_quality: 'pass',
      document_unique: 'pass',
      identity_reading: 'unavailable',
      identity_validity: 'unavailable',
      identity_match: 'unavailable',
      identity_unique: 'unavailable',
    });
  },
  60_000,
);

test('once the engine is back, the same passport sent again satisfies, and no attempt was lost', async () => {
  const person = newPerson();
  const { id } = await app.create(bodyOf(person, { level: 'basic' }));
  await withEngines({ ocr: { main: child('dying') } }, async () => {
    await app.submit(id, await passportOf(person));
    await app.reach(id, 'approval_pending/in_review');
  });
  await withEngines({}, async () => {
    await app.submit(id, await passportOf(person));
    const customer = await app.reach(id, 'active/verified');
    expect(itemOf(customer, 'identity').attempts).toBe(0);
  });
}, 90_000);

test('a photographed bill and a dead reader of letters: unavailable, then a person', async () => {
  const issuedOn = new Date().toISOString().slice(0, 10);
  const { givenNames, familyName, address, ...letter } = makeLetter({ seed: 3101, issuedOn });
  const person = newPerson({ givenNames, familyName, address });
  const { id } = await app.create(bodyOf(person, { policy: 'papers', level: 'plain' }));
  await withEngines({ letters: { main: child('dying') } }, async () => {
    await app.submit(id, await letterUpload({ givenNames, familyName, address, ...letter }));
    await app.reach(id, 'approval_pending/in_review');
  });
  const customer = await app.read(id);
  expect(itemOf(customer, 'address')).toMatchObject({ attempts: 0, codes: ['check_unavailable'] });
  const outcomes = (customer.checks ?? []).map(({ kind, outcome }) => [kind, outcome]);
  expect(Object.fromEntries(outcomes)).toEqual({
    file_safety: 'pass',
    image_quality: 'pass',
    address_match: 'unavailable',
    address_recency: 'unavailable',
  });
}, 90_000);
