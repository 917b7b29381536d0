/** Ages that laws and policies name as a minimum. A finding says between which of them somebody is, no more. */
const AGE_STEPS = [16, 18, 20, 21, 23, 25] as const;

/** The age somebody has for certain, and the one they have not: the next steps below and above. */
export function ageSteps(age: { least: number; most: number }): {
  age_from?: number;
  age_below?: number;
} {
  const from = AGE_STEPS.findLast((step) => step <= age.least);
  const below = AGE_STEPS.find((step) => step > age.most);
  return {
    ...(from === undefined ? {} : { age_from: from }),
    ...(below === undefined ? {} : { age_below: below }),
  };
}
