/**
 * No stacks in the sandbox: the SDK takes one for every promise (for the UI's call stack) and maps each
 * of its frames to the sources, a tenth of the worker's CPU. A failed task names its error; a bundle
 * made with `--stacks` shows where it came from.
 */
Object.assign(Error, { stackTraceLimit: 0 });
