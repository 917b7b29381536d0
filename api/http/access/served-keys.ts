import { Refusal } from '../../../domain/refusal.ts';
import type { KeyVerifier } from '../../../store/api-keys/verify-api-key.ts';
import {
  LIVE_IS_REFUSED,
  servesLive,
  type ServingMode,
} from '../../../store/live-mode/require-serving.ts';

/** Verifies keys. Refuses live keys if live mode is not served, also those created after the start. */
export function servedKeys(verifier: KeyVerifier, mode: ServingMode): KeyVerifier {
  if (servesLive(mode)) return verifier;
  return {
    ...verifier,
    verify: async (presented) => {
      const key = await verifier.verify(presented);
      if (key?.mode === 'live') throw new Refusal('forbidden', LIVE_IS_REFUSED);
      return key;
    },
  };
}
