import { hostOf } from './processes/children.ts';
import type { StartConfig } from './config.ts';

/** Prints the addresses of everything that runs. */
export function printAddresses(
  config: StartConfig,
  uiUrl: string | null,
  print: (line: string) => void,
): void {
  const api = `http://${hostOf(config.apiHost)}:${config.apiPort}`;
  const { apiOpsPort, workerOpsPort, verificationOpsPort, senderOpsPort } = config;
  const ops = [apiOpsPort, workerOpsPort, verificationOpsPort, senderOpsPort];
  print('');
  print('Vouch is ready');
  print(`  API            ${api}`);
  print(`  API reference  ${api}/docs/reference`);
  if (uiUrl) print(`  Temporal UI    ${uiUrl}`);
  for (const port of ops) {
    print(`  Metrics        http://${hostOf(config.opsHost)}:${port}/metrics`);
  }
  print('Ctrl-C stops it');
}
