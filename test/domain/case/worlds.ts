import fc from 'fast-check';
import type { DetailField } from '../../../domain/case/requirements.ts';
import { AUTOMATION, type Automation, type Policy } from '../../../domain/policy/policy.ts';
import { MANUAL_1, STANDARD_1 } from '../../../domain/policy/built-in-policies.ts';
import { shift } from '../../../domain/time.ts';
import { CORE } from './drive.ts';
import { moves, type Move, type World } from './moves.ts';
import type { CaseEventKind } from '../../../domain/case/event.ts';

interface Variant {
  automation: Automation;
  whenUsedUp: 'review' | 'reject';
  seconds: boolean;
  screening: boolean;
  faces: boolean;
  challengeAccepted: boolean;
  countries: string[] | null;
  passportsOnly: boolean;
}

/** A policy in all that the law lets vary. */
export function variant(version: number, by: Partial<Variant>): Policy {
  const { automation = 'automatic', whenUsedUp = 'review' } = by;
  const rules = STANDARD_1.requirements;
  const faces: Policy['requirements']['selfie']['checks'] = [
    'file_safety',
    'image_quality',
    'face_match',
    'liveness',
  ];
  const seconds = (count: number) => ({ seconds: count });
  return {
    ...STANDARD_1,
    name: 'variant',
    version,
    countries: by.countries ?? null,
    attempts: { perRound: 3, whenUsedUp },
    challengeAccepted: by.challengeAccepted ?? false,
    requirements: {
      details: { ...rules.details, checks: by.screening ? ['screening'] : [] },
      identity: {
        ...rules.identity,
        automation,
        ...(by.passportsOnly ? { accepts: ['passport'] } : {}),
      },
      address: { ...rules.address, automation },
      selfie: { ...rules.selfie, automation, checks: by.faces ? faces : rules.selfie.checks },
      funds: { ...rules.funds, automation },
    },
    ...(by.seconds
      ? {
          deadlines: {
            onboarding: seconds(30),
            resubmission: seconds(14),
            grace: seconds(14.5),
            review: seconds(2),
          },
          reminders: [seconds(7), seconds(0.25)],
          expiryNotice: seconds(30),
          refresh: { high: seconds(100), otherwise: seconds(500) },
          retention: seconds(500),
        }
      : {}),
  };
}

const POLICY: fc.Arbitrary<Policy> = fc.oneof(
  { weight: 1, arbitrary: fc.constantFrom(STANDARD_1, MANUAL_1) },
  {
    weight: 4,
    arbitrary: fc
      .record({
        version: fc.integer({ min: 2, max: 9 }),
        automation: fc.constantFrom(...AUTOMATION),
        whenUsedUp: fc.constantFrom('review' as const, 'reject' as const),
        seconds: fc.boolean(),
        screening: fc.boolean(),
        faces: fc.boolean(),
        challengeAccepted: fc.boolean(),
        passportsOnly: fc.boolean(),
        countries: fc.constantFrom<string[] | null>(null, null, ['SE', 'FR', 'IR']),
      })
      .map(({ version, ...by }) => variant(version, by)),
  },
);

/** A generated life: the opening, and what is tried afterwards. */
export interface Life {
  policies: Policy[];
  level: string;
  country: string;
  present: DetailField[];
  /** Begins with good papers and a person who approves, so that more than applications are tried. */
  ready: boolean;
  moves: Move[];
}

export function lives(
  options: { kinds?: CaseEventKind[]; length?: number; ready?: boolean } = {},
): fc.Arbitrary<Life> {
  const full: DetailField[] = [...CORE, 'occupation', 'source_of_funds'];
  return fc.record({
    policies: fc.array(POLICY, { minLength: 1, maxLength: 3 }),
    level: fc.constantFrom('basic', 'basic', 'standard', 'standard', 'enhanced'),
    country: fc.constantFrom('SE', 'SE', 'SE', 'SE', 'IR', 'XX'),
    present: fc.constantFrom(full, full, CORE, []),
    ready: options.ready === undefined ? fc.boolean() : fc.constant(options.ready),
    moves: fc.array(moves(options.kinds), {
      minLength: options.length ?? 30,
      maxLength: options.length ?? 45,
    }),
  });
}

/** Documents end after two years, or after a minute where the policy counts in seconds. */
export function worldOf(life: Life, onlyFaults = false): World {
  const quick = life.policies.some(({ retention }) => 'seconds' in retention);
  const wait = quick ? { seconds: 60 } : { years: 2 };
  return {
    policies: life.policies,
    onlyFaults,
    now: '',
    validUntil: (now) => shift(now, wait),
  };
}
