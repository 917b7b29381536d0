import { STANDARD_1 } from '../../domain/policy/built-in-policies.ts';
import { policyBody } from '../../api/routes/policies/body.ts';
import { connect } from '../../store/db/database.ts';
import { manyDecided } from '../support/many-decided.ts';
import { type Api, create, papers, simulate, submit, untilActive } from './client.ts';
import { type Figure, round } from './figure.ts';
import type { Stack } from './stack.ts';

const CASES = 10_000;
const SECONDS_MAX = 60;
/** Between the name scores that the cases have: some would change. */
const NAMES = { pass: 0.95, fail: 0.6 };

/** A draft held against many decided cases, in one call. */
export async function simulation(stack: Stack, api: Api): Promise<Figure> {
  const customer = await create(api, { policy: 'standard', level: 'standard' });
  const [passport, bill] = papers();
  if (!passport || !bill) throw new Error('no papers');
  await submit(api, customer, [passport, bill]);
  await untilActive(api, customer);
  const database = connect(stack.databaseUrl, { max: 1 });
  await manyDecided(database, { like: customer, cases: CASES });
  await database.destroy();
  const { object: _, name, version: __, ...rules } = policyBody(STANDARD_1);
  const draft = { ...rules, names: NAMES };
  const startedAt = performance.now();
  const filter = { policy: name, status: 'active' };
  const { examined, changed } = await simulate(api, name, { draft, filter });
  const seconds = (performance.now() - startedAt) / 1000;
  if (examined !== CASES) throw new Error(`${examined} cases instead of ${CASES}`);
  return {
    name: `simulate a draft over ${CASES} decided cases`,
    ours: `${round(seconds)} s, ${changed} would change`,
    bare: '',
    goal: `<= ${SECONDS_MAX} s`,
    reached: seconds <= SECONDS_MAX,
    data: { seconds, examined, changed },
  };
}
