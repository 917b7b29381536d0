import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { CHECKS, OUTCOMES, type CheckKind } from '../../../../domain/checks/checks.ts';
import { POSSIBLE, possible } from '../../../../domain/checks/possible-outcomes.ts';
import { REASON_CODES, reasonOf } from '../../../../domain/reasons/reasons.ts';
import { GIVEN_BY } from '../../../../domain/test-mode.ts';
import { SHOWN, TO_COME, type Pair } from '../kit/shown.ts';

const ROOT = new URL('../../../../', import.meta.url);
const PAGE = fileURLToPath(new URL('docs/checks.md', ROOT));
const pairs = CHECKS.flatMap((kind) => OUTCOMES.map((outcome) => ({ kind, outcome })));
const isPossible = ({ kind, outcome }: (typeof pairs)[number]) =>
  POSSIBLE[kind][outcome] !== undefined;
const nameOf = ({ kind, outcome }: (typeof pairs)[number]): Pair => `${kind} ${outcome}`;

describe('the closed table of check and outcome', () => {
  test('each pair that can occur is shown, or its engine is to come', () => {
    const open = pairs.filter(isPossible).filter(({ kind }) => !TO_COME.includes(kind));
    expect(open.map(nameOf).filter((pair) => SHOWN[pair] === undefined)).toEqual([]);
  });

  test('nothing is shown that cannot occur, and nothing is still to come that is shown', () => {
    for (const pair of Object.keys(SHOWN)) {
      const [kind = '', outcome = ''] = pair.split(' ');
      expect(pairs.filter(isPossible)).toContainEqual({ kind, outcome });
      expect(TO_COME).not.toContain(kind);
    }
  });

  test.each(Object.entries(SHOWN))(
    '%s is shown by a test that stands there',
    (_, { file, title }) => {
      expect(readFileSync(new URL(file, ROOT), 'utf8')).toContain(`'${title}`);
    },
  );

  test('a reason of people or of counting is given by no engine', () => {
    const given = CHECKS.flatMap((kind) => Object.values(POSSIBLE[kind]).flat());
    for (const code of REASON_CODES) {
      if (GIVEN_BY[code] === 'people' || GIVEN_BY[code] === 'rules') {
        expect(given).not.toContain(code);
      }
    }
  });

  test('doubt and fault never fail, and only faults are unavailable', () => {
    for (const { kind, outcome } of pairs) {
      const reasons = POSSIBLE[kind][outcome] ?? [];
      if (outcome === 'pass') expect(reasons).toEqual([]);
      if (outcome === 'unavailable' && kind !== 'manual') {
        expect(reasons).toEqual(['check_unavailable']);
      }
      if (outcome === 'fail') {
        expect(reasons).not.toContain('document_unreadable');
        expect(reasons.filter((code) => reasonOf(code).tells === 'nothing')).toEqual([]);
      }
    }
  });

  test('whatever is not in it is a bug that is thrown', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...CHECKS),
        fc.constantFrom(...OUTCOMES),
        fc.uniqueArray(fc.constantFrom(...REASON_CODES), { maxLength: 2 }),
        (kind, outcome, reasons) => {
          const known = POSSIBLE[kind][outcome];
          const isKnown = known !== undefined && reasons.every((code) => known.includes(code));
          const given = () => possible(kind, { outcome, reasons });
          if (isKnown) expect(given()).toEqual({ outcome, reasons });
          else expect(given).toThrow('cannot answer');
        },
      ),
      { numRuns: 500 },
    );
  });
});

test('docs/checks.md is what the table says (npm test -- -u writes it)', async () => {
  await expect(page()).toMatchFileSnapshot(PAGE);
});

function page(): string {
  return `# Checks and what each may answer

Written by \`test/activities/verification/round/outcomes.test.ts\` from \`domain/checks/possible-outcomes.ts\`. An answer
that does not stand here is never stored: it is taken for a fault of ours. \`pass\` has no reasons;
\`inconclusive\` may have none (a person looks). \`unavailable\` is a fault of an engine, a vendor or the
machine, and never counts against anybody.

The sex on the front of a US or Canadian licence is not held against its barcode: one letter behind a
caption is too little to call a card contradictory whose name, number and days agree.

${CHECKS.filter((kind) => kind !== 'manual')
  .map(section)
  .join('\n\n')}
`;
}

function section(kind: CheckKind): string {
  const rows = OUTCOMES.map((outcome) => {
    const reasons = POSSIBLE[kind][outcome];
    const by = SHOWN[`${kind} ${outcome}`];
    const why = reasons === undefined ? 'never' : reasons.map((code) => `\`${code}\``).join(', ');
    return [`\`${outcome}\``, why, by ? `\`${by.file}\`` : ''];
  });
  const all = [['outcome', 'reasons', 'shown by'], ...rows];
  const widths = [0, 1, 2].map((at) => Math.max(...all.map((row) => row[at]?.length ?? 0)));
  const line = (row: string[]) =>
    `| ${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [`## ${kind}`, '', line(all[0] ?? []), rule, ...all.slice(1).map(line)].join('\n');
}
