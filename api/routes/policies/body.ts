import type { z } from '@hono/zod-openapi';
import type { Policy } from '../../../domain/policy/policy.ts';
import type { Duration } from '../../../domain/time.ts';
import type { Published } from '../../../store/policies/get-policy.ts';
import type { PolicyBody, PolicyCreate } from '../../schemas/policy.ts';

type Rules = Omit<z.output<typeof PolicyCreate>, 'name'>;
type Wire = Omit<z.output<typeof PolicyBody>, 'created_at' | 'mode'>;

/** A published version in the API's form. */
export function publishedBody({ policy, mode, createdAt }: Published) {
  return { ...policyBody(policy), mode, created_at: createdAt } satisfies z.output<
    typeof PolicyBody
  >;
}

/** The rules of a policy in the API's form. */
export function policyBody(policy: Policy): Wire {
  const { attempts, screening, highRisk } = policy;
  return {
    object: 'policy',
    name: policy.name,
    version: policy.version,
    levels: policy.levels,
    requirements: mapValues(policy.requirements, ({ acceptsByCountry, ...rules }) =>
      acceptsByCountry ? { ...rules, accepts_by_country: acceptsByCountry } : rules,
    ),
    countries: policy.countries,
    issuing_countries: policy.issuingCountries,
    minimum_age: policy.minimumAge,
    attempts: { per_round: attempts.perRound, when_used_up: attempts.whenUsedUp },
    retakes_per_round: policy.retakesPerRound,
    deadlines: policy.deadlines,
    reminders: policy.reminders,
    address_age: policy.addressAge,
    expiry_notice: policy.expiryNotice,
    refresh: policy.refresh,
    names: policy.names,
    screening: { alert_min: screening.alertMin, restrict_from: screening.restrictFrom },
    faces: policy.faces,
    challenge_accepted: policy.challengeAccepted,
    printed_text: policy.printedText,
    ...(policy.malwareScan ? { malware_scan: policy.malwareScan } : {}),
    ...(policy.encryptedPdf ? { encrypted_pdf: policy.encryptedPdf } : {}),
    ...(policy.addressUnit ? { address_unit: policy.addressUnit } : {}),
    high_risk: {
      countries: highRisk.countries,
      source: highRisk.source,
      as_of: highRisk.asOf,
      level: highRisk.level,
    },
    medium_risk_levels: policy.mediumRiskLevels,
    four_eyes: policy.fourEyes,
    retention: policy.retention,
    ...(policy.vendors ? { vendors: policy.vendors } : {}),
  };
}

/** The policy that a draft would become under this version number. Its durations are not checked here. */
export function policyOf(name: string, version: number, rules: Rules): Policy {
  const { attempts, screening } = rules;
  const { as_of: asOf, ...highRisk } = rules.high_risk;
  return {
    name,
    version,
    levels: rules.levels,
    requirements: mapValues(rules.requirements, ({ accepts_by_country: own, ...plain }) =>
      own ? { ...plain, acceptsByCountry: own } : plain,
    ),
    countries: rules.countries,
    issuingCountries: rules.issuing_countries,
    minimumAge: rules.minimum_age,
    attempts: { perRound: attempts.per_round, whenUsedUp: attempts.when_used_up },
    retakesPerRound: rules.retakes_per_round,
    deadlines: mapValues(rules.deadlines, asDuration),
    reminders: rules.reminders.map(asDuration),
    addressAge: mapValues(rules.address_age, asDuration),
    expiryNotice: asDuration(rules.expiry_notice),
    refresh: mapValues(rules.refresh, asDuration),
    names: rules.names,
    screening: { alertMin: screening.alert_min, restrictFrom: screening.restrict_from },
    faces: rules.faces,
    challengeAccepted: rules.challenge_accepted,
    printedText: rules.printed_text,
    ...(rules.malware_scan ? { malwareScan: rules.malware_scan } : {}),
    ...(rules.encrypted_pdf ? { encryptedPdf: rules.encrypted_pdf } : {}),
    ...(rules.address_unit ? { addressUnit: rules.address_unit } : {}),
    highRisk: { ...highRisk, asOf },
    mediumRiskLevels: rules.medium_risk_levels,
    fourEyes: rules.four_eyes,
    retention: asDuration(rules.retention),
    ...(rules.vendors ? { vendors: rules.vendors as NonNullable<Policy['vendors']> } : {}),
  };
}

/**
 * A pointer into a policy in the API's form. Only our own field names have capitals inside, so only they are
 * rewritten.
 */
export function wirePointer(pointer: string): string {
  return pointer.replaceAll(/(?<=\/)[a-z]+(?:[A-Z][a-z]+)+(?=\/|$)/g, (field) =>
    field.replaceAll(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`),
  );
}

/** The rules of publishing make sure that it has exactly one unit. */
function asDuration(units: z.output<typeof PolicyCreate>['retention']): Duration {
  return Object.fromEntries(
    Object.entries(units).filter(([, many]) => many !== undefined),
  ) as Duration;
}

function mapValues<Key extends string, From, To>(
  from: Partial<Record<Key, From>>,
  map: (value: From) => To,
): Record<Key, To> {
  return Object.fromEntries(
    Object.entries<From | undefined>(from).flatMap(([key, value]) =>
      value === undefined ? [] : [[key, map(value)]],
    ),
  ) as Record<Key, To>;
}
