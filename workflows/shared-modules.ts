/**
 * The law, loaded once for all cases of a worker instead of once for each: pure functions and constants, which
 * the SDK freezes. Only what keeps nothing between two calls may stand here, and nothing of the SDK, whose
 * modules know the workflow that runs. Figures: docs/decisions/0020-the-worker-keeps-few-workflows.md
 */
import '../domain/access/access.ts';
import '../domain/case/apply.ts';
import '../domain/case/due.ts';
import '../domain/case/on/four-eyes.ts';
import '../domain/case/open.ts';
import '../domain/case/received/command.ts';
import '../domain/case/received/event-shapes.ts';
import '../domain/case/received/shape.ts';
import '../domain/case/shown/describe.ts';
import '../domain/case/shown/search-values.ts';
import '../domain/case/state.ts';
import '../domain/foreign.ts';
import '../domain/ids.ts';
import '../domain/search.ts';
import '../domain/time.ts';
import '../domain/work.ts';
