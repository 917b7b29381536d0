import { faceFigures } from './faces.ts';

/** Prints the figures of docs/selfie.md, a line for each tier; some minutes of one core. */
for (const figure of await faceFigures()) process.stdout.write(`${JSON.stringify(figure)}\n`);
