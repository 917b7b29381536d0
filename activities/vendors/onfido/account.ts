import type { DefaultApi } from '@onfido/api';
import type { Mode } from '../../../domain/access/access.ts';
import type { CallVendor } from '../call-vendor.ts';

/** One mode's account: the client, and the only way to call it. */
export interface Account {
  api: DefaultApi;
  call: CallVendor;
  mode: Mode;
}
