import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FILES_IN_ROW } from '../../../../api/documents/submit-files.ts';

const id = fc.stringMatching(/^[a-z]{3}_\w{1,10}$/);
const plans = fc.array(fc.record({ id, blobs: fc.array(id, { minLength: 1, maxLength: 30 }) }), {
  maxLength: 12,
});

test('a plan of files stands in its row as every release wrote it, and is read from there', () => {
  fc.assert(
    fc.property(plans, (documents) => {
      const row = FILES_IN_ROW.write({ documents });
      for (const [n, { id, blobs }] of documents.entries()) {
        expect(row[`document${n}`]).toBe(id);
        for (const [page, blob] of blobs.entries()) expect(row[`blob${n}.${page}`]).toBe(blob);
      }
      // beside the plan stands what was done; the database keeps no order of names
      const kept = Object.entries({ ...row, 'did quota_back': '', 'did response0': '' });
      expect(FILES_IN_ROW.read(Object.fromEntries(kept.toReversed()))).toEqual({ documents });
    }),
  );
});
