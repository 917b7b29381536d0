const BULLETS = '••••';

/** What is shown in place of details: bullets of a fixed number, and the country. */
export function maskDetails(country: string) {
  return {
    givenNames: BULLETS,
    familyName: BULLETS,
    birthDate: BULLETS,
    nationality: BULLETS,
    email: BULLETS,
    phone: BULLETS,
    address: {
      line1: BULLETS,
      line2: BULLETS,
      city: BULLETS,
      region: BULLETS,
      postalCode: BULLETS,
      country,
    },
    employmentStatus: BULLETS,
    occupation: BULLETS,
    sourceOfFunds: BULLETS,
    expectedMonthlyAmount: BULLETS,
  };
}
