import { extname } from 'node:path';
import type { ChildFault, ChildName } from '../child/child-error.ts';
import type { ChildOptions } from '../child/child-process.ts';

/** What may be set of an engine that runs in long-lived children; each engine has its own limits. */
export interface EngineOptions {
  /** Wall time of one page. */
  timeoutMs?: number;
  rssLimitMb?: number;
  recycleAfter?: number;
  /** Pages at once: each has a child of its own, started when it is first needed. */
  atOnce?: number;
  onFault?: (fault: ChildFault) => void;
  /** Another main than the product's: for tests of what a broken engine does. */
  main?: URL;
}

/** The limits of an engine's children where none are set, and what never changes. */
type EngineLimits = Pick<ChildOptions, 'timeoutMs' | 'rssLimitMb' | 'recycleAfter'> &
  Pick<ChildOptions, 'heapLimitMb' | 'env' | 'threads'> & { name: ChildName };

/** An engine's limits with what was set of them; its main is `child/<name>-main`. */
export function childOptions(options: EngineOptions, limits: EngineLimits): ChildOptions {
  const { atOnce, onFault } = options;
  const main = `../child/${limits.name}-main${extname(import.meta.url)}`;
  return {
    ...limits,
    main: options.main ?? new URL(main, import.meta.url),
    timeoutMs: options.timeoutMs ?? limits.timeoutMs,
    rssLimitMb: options.rssLimitMb ?? limits.rssLimitMb,
    recycleAfter: options.recycleAfter ?? limits.recycleAfter,
    ...(atOnce ? { atOnce } : {}),
    ...(onFault ? { onFault } : {}),
  };
}
