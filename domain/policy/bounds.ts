/**
 * The bounds of a policy's numbers, lists and texts, by what each means; those of its durations are
 * `LONGEST` of `time.ts`. Publishing holds them, and the API's document tells them. What was published
 * before they were set stays as it is: the arithmetic of `time.ts` takes any number.
 */
export const POLICY_BOUNDS = {
  version: { min: 1, max: 2_147_483_647 },
  minimumAge: { min: 0, max: 120 },
  perRound: { min: 1, max: 20 },
  retakesPerRound: { min: 0, max: 20 },
  /** An instant has milliseconds. */
  secondsMin: 0.001,
  levels: 20,
  reminders: 20,
  /** ISO 3166-1 has about 250. */
  countries: 300,
  source: 200,
  /** All of it as JSON: each case carries its policy. */
  characters: 32_768,
} as const;

/** What a policy or a level may be called; `constructor` is a property that every object has. */
export const POLICY_NAME = /^(?!constructor$)[a-z][a-z0-9_-]{0,39}$/;
