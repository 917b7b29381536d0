import type { SealedAad } from './seal.ts';

/** The AAD of each sealed column, in one place, so that writers and readers use the same. */
export const AADS = {
  metadata: (customer: string): SealedAad<'metadata'> => ({
    table: 'customer',
    column: 'metadata',
    row: customer,
  }),
  details: (customer: string, version: number): SealedAad<'details'> => ({
    table: 'details_version',
    column: 'details',
    row: `${customer}/${version}`,
  }),
  salt: (document: string, page: number): SealedAad<'salt'> => ({
    table: 'upload',
    column: 'salt',
    row: `${document}/${page}`,
  }),
  sha256: (document: string, page: number): SealedAad<'sha256'> => ({
    table: 'upload',
    column: 'sha256',
    row: `${document}/${page}`,
  }),
  text: (id: string): SealedAad<'body'> => ({ table: 'text', column: 'body', row: id }),
  answer: (row: string): SealedAad<'body'> => ({ table: 'idempotency', column: 'body', row }),
  stagedSalt: (document: string, page: string): SealedAad<'salt'> => ({
    table: 'link_page',
    column: 'salt',
    row: `${document}/${page}`,
  }),
  readings: (check: string): SealedAad<'readings'> => ({
    table: 'finding',
    column: 'readings',
    row: check,
  }),
  vendorAnswer: (check: string): SealedAad<'answer'> => ({
    table: 'vendor_check',
    column: 'answer',
    row: check,
  }),
};
