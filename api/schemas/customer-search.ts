import { z } from '@hono/zod-openapi';
import { coded } from '../http/body/validation.ts';
import { CustomerSummary } from './customer.ts';
import { birthDate, country, email, line, phone } from './text.ts';

/** Only exact values are found, because they are looked up by a keyed hash and not by their text. */
export const CustomerLookup = z
  .strictObject({
    email: email.optional(),
    phone: phone.optional(),
    person: z
      .strictObject({
        given_names: line(200).nullable(),
        family_name: line(200),
        birth_date: birthDate,
      })
      .optional(),
    document: z.strictObject({ country, number: line(40) }).optional(),
  })
  .refine(
    (asked) => Object.values(asked).filter((one) => one !== undefined).length === 1,
    coded('not_exactly_one', 'Exactly one of email, phone, person, document.'),
  )
  .openapi('CustomerLookup');

export const CustomerFound = z
  .strictObject({ data: z.array(CustomerSummary), next: z.null() })
  .openapi('CustomerFound');
