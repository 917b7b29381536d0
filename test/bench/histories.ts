import { Client, Connection } from '@temporalio/client';
import { type Api, create, papers, submit, untilSettled } from './client.ts';
import type { Figure } from './figure.ts';
import { costOf, type HistoryCost } from './history-cost.ts';
import type { Stack } from './stack.ts';

/** The dearest of so many: which checks end together is chance. */
const TIMES = 5;
const ONE_BY_ONE: HistoryCost = { events: 56, tasks: 8, bytes: 16_000 };
const AT_ONCE: HistoryCost = { events: 36, tasks: 4, bytes: 10_000 };

/** What create and three documents cost in history, sent one by one and in one call. */
export async function histories(stack: Stack, api: Api): Promise<Figure[]> {
  const connection = await Connection.connect({ address: stack.temporalAddress });
  const client = new Client({ connection });
  const dearest = async (send: (customer: string) => Promise<void>) => {
    const found: HistoryCost[] = [];
    for (let time = 0; time < TIMES; time += 1) {
      const customer = await create(api, { policy: 'three', level: 'three' });
      await send(customer);
      found.push(await costOf(client, `case/${customer}`));
    }
    return found.toSorted((a, b) => b.bytes - a.bytes);
  };
  try {
    const apart = await dearest(async (customer) => {
      for (const paper of papers()) {
        await submit(api, customer, [paper]);
        await untilSettled(api, customer);
      }
    });
    const together = await dearest(async (customer) => {
      await submit(api, customer, papers());
      await untilSettled(api, customer);
    });
    return [
      figureOf('history, three documents one by one', apart, ONE_BY_ONE),
      figureOf('history, three documents in one call', together, AT_ONCE),
    ];
  } finally {
    await connection.close();
  }
}

function figureOf(name: string, found: HistoryCost[], most: HistoryCost): Figure {
  const [worst] = found;
  if (!worst) throw new Error('no history');
  const words = ({ events, tasks, bytes }: HistoryCost) =>
    `${events} events, ${tasks} tasks, ${(bytes / 1000).toFixed(1)} KB`;
  const reached = found.every(
    ({ events, tasks, bytes }) =>
      events <= most.events && tasks <= most.tasks && bytes <= most.bytes,
  );
  return {
    name,
    ours: words(worst),
    bare: '',
    goal: `<= ${words(most)}`,
    reached,
    data: { found },
  };
}
