import { CHECK_NEEDS, CHECKS, type CheckKind } from '../checks/checks.ts';
import { DOCUMENT_TYPES } from '../documents/documents.ts';
import { POLICY_BOUNDS, POLICY_NAME } from './bounds.ts';
import { AUTOMATION, FOUR_EYES, type Policy } from './policy.ts';
import { DETAIL_FIELDS, REQUIREMENTS, type Requirement } from '../case/requirements.ts';
import { isDay, LONGEST, shift, type Duration } from '../time.ts';
import { VENDOR_CHECKS, VENDORS } from './vendors.ts';

/** What is wrong with a policy, by JSON pointer; a sentence without the value. */
export interface PolicyProblem {
  pointer: string;
  message: string;
}

/**
 * Everything that must hold before a policy is published (docs/policy.md), beyond its shape,
 * which the API's schema has checked. An empty list: it may be published.
 */
export function policyProblems(policy: Policy): PolicyProblem[] {
  const tooLarge = JSON.stringify(policy).length > POLICY_BOUNDS.characters;
  return [
    ...problem('', `All of it has at most ${POLICY_BOUNDS.characters} characters.`, tooLarge),
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
  const all = Object.entries(levels);
  const most = POLICY_BOUNDS.levels;
  if (all.length > most) return [{ pointer: '/levels', message: `At most ${most} levels.` }];
  return all.flatMap(([name, level]) => {
    if (!POLICY_NAME.test(name)) return [{ pointer: '/levels', message: NAME_RULE }];
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
  const misplaced = rules.checks.findIndex(
    (kind) => isOneOf(CHECKS, kind) && SERVED[kind]?.includes(requirement) === false,
  );
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
    ...countryList(
      `${at}/acceptsByCountry`,
      lists.map(([country]) => country),
    ),
    ...lists
      .filter(([country]) => COUNTRY.test(country))
      .flatMap(([country, types]) => [
        ...listProblems(`${at}/acceptsByCountry/${country}`, types, DOCUMENT_TYPES),
        ...problem(`${at}/acceptsByCountry/${country}`, 'It is empty.', types.length === 0),
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
  const most = POLICY_BOUNDS.reminders;
  const instants = policy.reminders.filter(isSound).map((before) => shift(NOON, before));
  const rising = instants.some((one, at) => at > 0 && one >= (instants[at - 1] ?? ''));
  const types = Object.keys(policy.addressAge).filter((one) => !isOneOf(DOCUMENT_TYPES, one));
  return [
    ...all.flatMap(([at, one]) => problem(at, 'It must be longer than nothing.', !isPositive(one))),
    ...all.flatMap(([at, one]) => problem(at, 'At most a hundred years.', isTooLong(one))),
    ...problem('/reminders', 'They go from the longest notice to the shortest.', rising),
    ...problem('/reminders', `At most ${most}.`, policy.reminders.length > most),
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

function isSound(duration: Duration): boolean {
  return isPositive(duration) && !isTooLong(duration);
}

function isPositive(duration: Duration): boolean {
  const [[unit, count] = ['', 0], ...rest] = Object.entries(duration);
  if (rest.length > 0 || Number.isNaN(count) || count <= 0) return false;
  if (unit === 'seconds') return count >= POLICY_BOUNDS.secondsMin;
  return Number.isInteger(count) || count === Infinity;
}

function isTooLong(duration: Duration): boolean {
  const bounds: Readonly<Record<string, number>> = LONGEST;
  return Object.entries(duration).some(([unit, count]) => count > (bounds[unit] ?? 0));
}

function numberProblems(policy: Policy): PolicyProblem[] {
  const { names, faces, screening } = policy;
  const pairs: [string, number, number][] = [
    ['/names', names.fail, names.pass],
    ['/faces', faces.fail, faces.pass],
    ['/screening', screening.alertMin, screening.restrictFrom],
  ];
  const bounds = POLICY_BOUNDS;
  return [
    ...problem('/name', NAME_RULE, !POLICY_NAME.test(policy.name)),
    ...countProblems('/version', policy.version, bounds.version),
    ...countProblems('/minimumAge', policy.minimumAge, bounds.minimumAge),
    ...countProblems('/attempts/perRound', policy.attempts.perRound, bounds.perRound),
    ...countProblems('/retakesPerRound', policy.retakesPerRound, bounds.retakesPerRound),
    ...pairs.flatMap(([at, low, high]) =>
      problem(
        at,
        'Two numbers from 0 to 1, the lower one first.',
        !(0 <= low && low <= high && high <= 1),
      ),
    ),
  ];
}

function countProblems(
  at: string,
  count: number,
  { min, max }: { min: number; max: number },
): PolicyProblem[] {
  const isOut = !Number.isInteger(count) || count < min || count > max;
  return problem(at, `A whole number, ${min} to ${max}.`, isOut);
}

const NAME_RULE = 'Small letters, digits, - and _, at most 40.';

function countryProblems({ countries, issuingCountries, highRisk }: Policy): PolicyProblem[] {
  return [
    ...countryList('/countries', countries ?? []),
    ...problem('/countries', 'It would serve nobody.', countries?.length === 0),
    ...countryList('/issuingCountries', issuingCountries ?? []),
    ...problem('/issuingCountries', 'It would accept no document.', issuingCountries?.length === 0),
    ...countryList('/highRisk/countries', highRisk.countries),
  ];
}

const COUNTRY = /^[A-Z]{2}$/;

function countryList(at: string, codes: readonly string[]): PolicyProblem[] {
  const most = POLICY_BOUNDS.countries;
  const wrong = codes.some((code) => !COUNTRY.test(code));
  return [
    ...problem(at, `At most ${most} countries.`, codes.length > most),
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
    ...problem(
      '/highRisk/source',
      `At most ${POLICY_BOUNDS.source} characters.`,
      highRisk.source.length > POLICY_BOUNDS.source,
    ),
    ...problem('/mediumRiskLevels', 'There is no such level.', mediumRiskLevels.some(unknown)),
    ...problem(
      '/mediumRiskLevels',
      'A level stands in it twice.',
      new Set(mediumRiskLevels).size < mediumRiskLevels.length,
    ),
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
