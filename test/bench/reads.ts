import autocannon from 'autocannon';
import { freePort } from '../../worker/embedded/processes/ports.ts';
import { type Api, create, papers, submit, untilActive } from './client.ts';
import { type Figure, ratioFigure, round } from './figure.ts';
import type { Stack } from './stack.ts';
import { interleaved, median } from './statistics.ts';

const CONNECTIONS = 32;
const SECONDS = 4;
const TURNS = 5;

interface Load {
  perSecond: number;
  p50: number;
  p99: number;
  errors: number;
}

/** `GET …/requirements` with a key, held against Hono and `pg` alone that read the same row. */
export async function reads(stack: Stack, api: Api): Promise<Figure> {
  const customer = await create(api, { policy: 'three', level: 'three' });
  await submit(api, customer, papers());
  await untilActive(api, customer);
  const port = await freePort();
  const bare = await stack.startMain('bare/http-main.ts', [String(port)]);
  const sides = {
    ours: () => load(`${api.url}/v1/customers/${customer}/requirements`, api.key),
    bare: () => load(`http://127.0.0.1:${port}/${customer}`, api.key),
  };
  try {
    await interleaved(1, sides); // warm-up
    const found = await interleaved(TURNS, sides);
    const of = (side: Load[], name: keyof Load) => median(side.map((one) => one[name]));
    const [p99, bareP99] = [of(found.ours, 'p99'), of(found.bare, 'p99')];
    const errors = [...found.ours, ...found.bare].reduce((sum, one) => sum + one.errors, 0);
    if (errors > 0) throw new Error(`${errors} reads failed`);
    return ratioFigure({
      name: `GET requirements, ${CONNECTIONS} connections`,
      turns: found,
      atLeast: 0.45,
      more: `, p99 ${round(p99)} ms (bare ${round(bareP99)} ms)`,
      data: { connections: CONNECTIONS, seconds: SECONDS },
    });
  } finally {
    await bare.stop();
  }
}

async function load(url: string, key: string): Promise<Load> {
  const { requests, latency, errors, non2xx } = await autocannon({
    url,
    connections: CONNECTIONS,
    duration: SECONDS,
    headers: { authorization: `Bearer ${key}` },
  });
  const perSecond = requests.average;
  return { perSecond, p50: latency.p50, p99: latency.p99, errors: errors + non2xx };
}
