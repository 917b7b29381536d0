import { z } from 'zod';
import { VENDORS, type VendorName } from '../../domain/policy/vendors.ts';
import { isLoopback, optionalSecretText } from './config.ts';

const known: readonly string[] = VENDORS;

/** Settings of both the API and the verification worker. */
export const VENDOR_FIELDS = {
  vendors: z
    .string()
    .default('')
    .transform((text, ctx): VendorName[] => {
      const names = text.split(',').flatMap((one) => one.trim() || []);
      if (names.every((name) => known.includes(name))) return names as VendorName[];
      ctx.addIssue(`expected names of ${VENDORS.join(', ')} with commas between`);
      return z.NEVER;
    })
    .describe(
      'Vendors that policies may name for a check: onfido; where it is set, this process works with them',
    ),
};

/** Settings of the process that receives callbacks. */
export const CALLBACK_FIELDS = {
  onfidoWebhookTokens: optionalSecretText(
    'Onfido: tokens of its webhooks, live and sandbox, with commas between; unset, results are polled',
  ),
};

const REGIONS = {
  eu: 'https://api.eu.onfido.com/v3.6',
  us: 'https://api.us.onfido.com/v3.6',
  ca: 'https://api.ca.onfido.com/v3.6',
} as const;

const seconds = (description: string, standard: number, least = 0.1) =>
  z.coerce.number().min(least).max(82_800).default(standard).describe(description);

/** Settings of the process that calls vendors. */
export const ASKING_FIELDS = {
  ...VENDOR_FIELDS,
  onfidoApiToken: optionalSecretText('Onfido: API token of the live account, for live customers'),
  onfidoSandboxToken: optionalSecretText('Onfido: API token of the sandbox, for test customers'),
  onfidoRegion: z.enum(['eu', 'us', 'ca']).default('eu').describe('Onfido: region of the account'),
  onfidoBaseUrl: z
    .url({ protocol: /^https?$/ })
    .refine((text) => isAllowed(text), 'plain http is for this machine itself alone')
    .optional()
    .describe('Onfido: address in place of the region’s, such as a filtering gateway’s'),
  vendorPollSeconds: seconds('Least pause between two looks at a check that a vendor works on', 10),
  vendorFaultSeconds: seconds('How long a vendor may be away before a person looks', 3600, 0),
  vendorAnswerSeconds: seconds(
    'How long a vendor may work on a check before a person looks',
    82_800,
  ),
};

/** The only address of Onfido that is called. */
export function onfidoUrl(values: {
  onfidoRegion: keyof typeof REGIONS;
  onfidoBaseUrl?: string | undefined;
}): string {
  return (values.onfidoBaseUrl ?? REGIONS[values.onfidoRegion]).replace(/\/+$/, '');
}

function isAllowed(text: string): boolean {
  if (!URL.canParse(text)) return true; // another rule reports this
  const { protocol, hostname, username, search } = new URL(text);
  if (username !== '' || search !== '') return false;
  return protocol === 'https:' || isLoopback(hostname.replaceAll(/[[\]]/g, ''));
}
