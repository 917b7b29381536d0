/** Preloaded into a process: from this signal on its event loop stands still. */
process.on('SIGWINCH', () => {
  for (;;);
});
