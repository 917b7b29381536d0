import type { Kysely } from 'kysely';
import type { TryOutcome } from '../../domain/webhooks/endpoint.ts';
import type { Pace } from '../../domain/webhooks/pace.ts';
import type { Database } from '../../store/db/database.ts';
import type { CaseListener } from '../../store/events/listen-cases.ts';
import type { Keys } from '../../store/keys/keys.ts';
import type { Log } from '../../platform/log.ts';
import type { Poster } from './post.ts';

/** Everything the sender works with. */
export interface SenderDeps {
  database: Kysely<Database>;
  keys: Keys;
  listener: Pick<CaseListener, 'wait'>;
  poster: Poster;
  pace: Pace;
  /** The net under lost news. */
  pollMs: number;
  now: () => string;
  /** A random share of one. */
  random01: () => number;
  crash: (name: string) => void;
  log: Pick<Log, 'error' | 'warn'>;
  onTry: (tried: {
    endpoint: string;
    outcome: TryOutcome;
    ms: number;
    /** From when it could be tried to this try, where it is the first; null for any other. */
    firstAfterMs: number | null;
  }) => void;
}
