/** Preloaded into a process: after this signal its event loop is blocked. */
process.on('SIGWINCH', () => {
  for (;;);
});
