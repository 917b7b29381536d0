import { CHECK_NEEDS, CHECKS, type CheckKind } from './checks.ts';
import { DOCUMENT_TYPES } from './documents.ts';
import { AUTOMATION, FOUR_EYES, type Policy } from './policy.ts';
import { DETAIL_FIELDS, REQUIREMENTS, type Requirement } from './requirements.ts';
import { isDay, shift, type Duration } from './time.ts';
import { VENDOR_CHECKS, VENDORS } from './vendors.ts';

/** What is wrong with a policy, by JSON pointer; a sentence without the value. */
export interface PolicyProblem {
  pointer: string;
  message: string;
}

/**
 * Everything that must hold before a policy is published (case.md section 6), beyond its shape,
 * which the API's schema has checked. An empty list: it may be published.
 */
export function policyProblems(policy: Policy): PolicyProblem[] {
  return [
    ...levelProblems(policy),
    ...REQUIREMENTS.flatMap((requirement) => requirementProblems(policy, requirement)),
    ...durationProblems(policy),
    ...numberProblems(policy),
    ...countryProblems(policy),
    ...riskProblems(policy),
    ...vendorProblems(policy),
  ];
}

/** The requirements whose documents a check reads; null: any. */
export const SERVED: Record<CheckKind, readonly Requirement[] | null> = {
  file_safety: ['identity', 'address', 'selfie', 'funds'],
  image_quality: ['identity', 'address', 'selfie'],
  identity_reading: ['identity'],
  identity_validity: ['identity'],
  identity_match: ['identity'],
  identity_unique: ['identity'],
  document_unique: ['identity', 'address'],
  address_match: ['address'],
  address_recency: ['address'],
  face_match: ['selfie'],
  liveness: ['selfie'],
  screening: ['details'],
  manual: null,
};

function levelProblems({ levels, requirements }: Policy): PolicyProblem[] {
  return Object.entries(levels).flatMap(([name, level]) => {
    const at = `/levels/${escape(name)}`;
    const asked = new Set(level.requirements);
    const held = [...asked].flatMap((one) => acrossOf(requirements[one]?.checks ?? []));
    const alone = 'A check holds a document against one that this level does not ask for.';
    return [
      ...listProblems(`${at}/requirements`, level.requirements, REQUIREMENTS),
      ...listProblems(`${at}/fields`, level.fields, DETAIL_FIELDS),
      ...problem(`${at}/requirements`, 'Details are always required.', !asked.has('details')),
      ...problem(
        `${at}/requirements`,
        alone,
        held.some((other) => !asked.has(other)),
      ),
    ];
  });
}

function acrossOf(checks: readonly CheckKind[]): Requirement[] {
  return checks.flatMap((kind) => {
    const needs = CHECK_NEEDS[kind];
    return needs && 'across' in needs ? [needs.across] : [];
  });
}

function requirementProblems(policy: Policy, requirement: Requirement): PolicyProblem[] {
  const at = `/requirements/${requirement}`;
  const rules = policy.requirements[requirement];
  if (!rules) return [{ pointer: at, message: 'Its rules are missing.' }];
  const lists = Object.entries(rules.acceptsByCountry ?? {});
  const takes = requirement !== 'details';
  const misplaced = rules.checks.findIndex((kind) => SERVED[kind]?.includes(requirement) === false);
  return [
    ...listProblems(`${at}/checks`, rules.checks, CHECKS),
    ...problem(
      `${at}/checks/${misplaced}`,
      'This check serves another requirement.',
      misplaced >= 0,
    ),
    ...problem(
      `${at}/automation`,
      'There is no such mode.',
      !AUTOMATION.includes(rules.automation),
    ),
    ...listProblems(`${at}/accepts`, rules.accepts, DOCUMENT_TYPES),
    ...problem(
      `${at}/accepts`,
      takes ? 'No document could satisfy it.' : 'Details take no document.',
      takes !== rules.accepts.length > 0,
    ),
    ...lists.flatMap(([country, types]) => [
      ...countryList(`${at}/acceptsByCountry`, [country]),
      ...listProblems(`${at}/acceptsByCountry/${escape(country)}`, types, DOCUMENT_TYPES),
      ...problem(`${at}/acceptsByCountry/${escape(country)}`, 'It is empty.', types.length === 0),
    ]),
  ];
}

function durationProblems(policy: Policy): PolicyProblem[] {
  const all: [string, Duration][] = [
    ...named('/deadlines', policy.deadlines),
    ...named('/refresh', policy.refresh),
    ...named('/addressAge', policy.addressAge),
    ...policy.reminders.map((one, at): [string, Duration] => [`/reminders/${at}`, one]),
    ['/expiryNotice', policy.expiryNotice],
    ['/retention', policy.retention],
  ];
  const instants = policy.reminders.filter(isPositive).map((before) => shift(NOON, before));
  const rising = instants.some((one, at) => at > 0 && one >= (instants[at - 1] ?? ''));
  const types = Object.keys(policy.addressAge).filter((one) => !isOneOf(DOCUMENT_TYPES, one));
  return [
    ...all.flatMap(([at, one]) => problem(at, 'It must be longer than nothing.', !isPositive(one))),
    ...problem('/reminders', 'They go from the longest notice to the shortest.', rising),
    ...types.map((one) => ({
      pointer: `/addressAge/${escape(one)}`,
      message: 'There is no such document type.',
    })),
  ];
}

/** Any instant will do to compare durations of different units. */
const NOON = '2026-01-01T12:00:00.000Z';

function named(at: string, durations: Record<string, Duration>): [string, Duration][] {
  return Object.entries(durations).map(([name, one]) => [`${at}/${escape(name)}`, one]);
}

function isPositive(duration: Duration): boolean {
  const [[unit, count] = ['', 0], ...rest] = Object.entries(duration);
  if (rest.length > 0 || !Number.isFinite(count) || count <= 0) return false;
  return unit === 'seconds' ? count >= 0.001 : Number.isInteger(count);
}

function numberProblems(policy: Policy): PolicyProblem[] {
  const { minimumAge, attempts, retakesPerRound, version } = policy;
  const pairs: [string, number, number][] = [
    ['/names', policy.names.fail, policy.names.pass],
    ['/faces', policy.faces.fail, policy.faces.pass],
    ['/screening', policy.screening.alertMin, policy.screening.restrictFrom],
  ];
  const whole = (count: number, from: number, to: number) =>
    !Number.isInteger(count) || count < from || count > to;
  return [
    ...problem('/name', 'Small letters, digits, - and _, at most 40.', !NAME.test(policy.name)),
    ...problem('/version', 'A whole number from 1 on.', whole(version, 1, Number.MAX_SAFE_INTEGER)),
    ...problem('/minimumAge', 'A whole number of years, 0 to 120.', whole(minimumAge, 0, 120)),
    ...problem('/attempts/perRound', 'A whole number, 1 to 20.', whole(attempts.perRound, 1, 20)),
    ...problem('/retakesPerRound', 'A whole number, 0 to 20.', whole(retakesPerRound, 0, 20)),
    ...pairs.flatMap(([at, low, high]) =>
      problem(
        at,
        'Two numbers from 0 to 1, the lower one first.',
        !(0 <= low && low <= high && high <= 1),
      ),
    ),
  ];
}

const NAME = /^[a-z][a-z0-9_-]{0,39}$/;

function countryProblems({ countries, issuingCountries, highRisk }: Policy): PolicyProblem[] {
  return [
    ...countryList('/countries', countries ?? []),
    ...problem('/countries', 'It would serve nobody.', countries?.length === 0),
    ...countryList('/issuingCountries', issuingCountries ?? []),
    ...problem('/issuingCountries', 'It would accept no document.', issuingCountries?.length === 0),
    ...countryList('/highRisk/countries', highRisk.countries),
  ];
}

function countryList(at: string, codes: readonly string[]): PolicyProblem[] {
  const wrong = codes.some((code) => !/^[A-Z]{2}$/.test(code));
  return [
    ...problem(at, 'Countries are ISO 3166-1 alpha-2 codes in capitals.', wrong),
    ...problem(at, 'A country stands in it twice.', new Set(codes).size < codes.length),
  ];
}

function riskProblems({ levels, highRisk, mediumRiskLevels, fourEyes }: Policy): PolicyProblem[] {
  const unknown = (name: string) => !Object.hasOwn(levels, name);
  return [
    ...problem('/highRisk/level', 'There is no such level.', unknown(highRisk.level)),
    ...problem('/highRisk/asOf', 'It is not a day.', !isDay(highRisk.asOf)),
    ...problem('/highRisk/source', 'The list needs its source.', highRisk.source.trim() === ''),
    ...problem('/mediumRiskLevels', 'There is no such level.', mediumRiskLevels.some(unknown)),
    ...listProblems('/fourEyes', fourEyes, FOUR_EYES),
  ];
}

/** A vendor sees what the gate let through alone, so that has to be looked at in the house. */
function vendorProblems({ vendors = {}, requirements }: Policy): PolicyProblem[] {
  return Object.entries(vendors).flatMap(([kind, name]) => {
    const at = `/vendors/${escape(kind)}`;
    if (!isOneOf(VENDORS, name)) return [{ pointer: at, message: 'There is no such vendor.' }];
    const answers: readonly string[] = VENDOR_CHECKS[name];
    const asking = Object.values(requirements).filter(({ checks }) => isOneOf(checks, kind));
    const isUnsafe = asking.some(({ checks }) => !checks.includes('file_safety'));
    return [
      ...problem(at, 'This vendor does not answer this check.', !answers.includes(kind)),
      ...problem(at, 'No requirement asks for this check.', asking.length === 0),
      ...problem(at, 'What a vendor is to see must have file_safety as well.', isUnsafe),
    ];
  });
}

/** A list of words from a closed one: each known, none twice. */
function listProblems(
  at: string,
  list: readonly string[],
  known: readonly string[],
): PolicyProblem[] {
  const wrong = list.findIndex((word) => !isOneOf(known, word));
  return [
    ...problem(`${at}/${wrong}`, 'There is no such word in the list.', wrong >= 0),
    ...problem(at, 'A word stands in it twice.', new Set(list).size < list.length),
  ];
}

function isOneOf(known: readonly string[], word: string): boolean {
  return known.includes(word);
}

function problem(pointer: string, message: string, holds: boolean): PolicyProblem[] {
  return holds ? [{ pointer, message }] : [];
}

/** RFC 6901: a name inside a JSON pointer. */
function escape(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}
