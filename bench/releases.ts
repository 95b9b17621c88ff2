import { parseArgs } from 'node:util';
import { thisMachine } from './machine.ts';
import { SCENARIOS, type Told } from './releases/scenarios.ts';
import { keepResult } from './results.ts';

/**
 * Releases on real parts: the daemon, Temporal, Traefik, the sample service and a load, in the situations that a
 * verdict is trusted for. `--only NAME` plays one of them. Answers with the exit status: 1
 * when one did not end as it has to, 2 on a wrong option.
 */
export async function run(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { only: { type: 'string' } } });
  const wanted = SCENARIOS.filter(({ name }) => name === (values.only ?? name));
  if (wanted.length === 0) {
    console.error(
      `There is no situation "${String(values.only)}". Say one of: ${SCENARIOS.map(({ name }) => name).join(', ')}.`,
    );
    return 2;
  }
  const machine = await thisMachine();
  let failed = 0;
  for (const { name, play } of wanted) {
    const began = performance.now();
    const told = await play().catch((error: unknown): Told => ({ holds: false, what: String(error) }));
    console.log(`${told.holds ? 'ok  ' : 'FAIL'} ${name}: ${told.what}`);
    if (!told.holds) failed += 1;
    const breaches = told.holds ? [] : [told.what];
    const section = { title: name, columns: ['what was seen'], rows: [[told.what]], breaches };
    const seconds = (performance.now() - began) / 1000;
    await keepResult('releases', name, { machine, settings: {}, seconds, section });
  }
  return failed === 0 ? 0 : 1;
}
