import type { Place } from './seal.ts';

/** Where each sealed column stands: written once, so that what is sealed here opens there. */
export const PLACES = {
  metadata: (customer: string): Place<'metadata'> => ({
    table: 'customer',
    column: 'metadata',
    row: customer,
  }),
  details: (customer: string, version: number): Place<'details'> => ({
    table: 'details_version',
    column: 'details',
    row: `${customer}/${version}`,
  }),
  salt: (document: string, page: number): Place<'salt'> => ({
    table: 'upload',
    column: 'salt',
    row: `${document}/${page}`,
  }),
  sha256: (document: string, page: number): Place<'sha256'> => ({
    table: 'upload',
    column: 'sha256',
    row: `${document}/${page}`,
  }),
  text: (id: string): Place<'body'> => ({ table: 'text', column: 'body', row: id }),
  answer: (row: string): Place<'body'> => ({ table: 'idempotency', column: 'body', row }),
  stagedSalt: (document: string, page: string): Place<'salt'> => ({
    table: 'link_page',
    column: 'salt',
    row: `${document}/${page}`,
  }),
  readings: (check: string): Place<'readings'> => ({
    table: 'finding',
    column: 'readings',
    row: check,
  }),
  vendorAnswer: (check: string): Place<'answer'> => ({
    table: 'vendor_check',
    column: 'answer',
    row: check,
  }),
};
