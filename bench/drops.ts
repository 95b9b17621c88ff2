import { parseArgs } from 'node:util';
import { fronts } from './drops/fronts.ts';
import { playReleases, RATE, SHIFTS, type Dropped } from './drops/play.ts';
import { thisMachine } from './machine.ts';
import { keepResult } from './results.ts';
import { asText, type Section } from './section.ts';

/** Releases on each router, each with 5 shifts and a cutover; fewer are a quick look, which is not kept. */
const RELEASES = 20;

/**
 * Requests that get lost while releases move traffic: shifts, cutovers, and the end of the old instances, under a
 * steady load, on each router. `--releases N` plays fewer, `--router NAME` measures one. Answers with the exit status:
 * 1 when a request was dropped or a release did not complete, 2 on a wrong option.
 */
export async function run(args: string[]): Promise<number> {
  const options = { releases: { type: 'string' }, router: { type: 'string' } } as const;
  const { values } = parseArgs({ args, options });
  const releases = Number(values.releases ?? RELEASES);
  const chosen = Object.entries(fronts).filter(([name]) => name === (values.router ?? name));
  if (!Number.isInteger(releases) || releases < 1 || chosen.length === 0) {
    console.error(
      `Say --releases NUMBER, from 1, and --router with one of: ${Object.keys(fronts).join(', ')}.`,
    );
    return 2;
  }
  const machine = await thisMachine();
  let breaches = 0;
  for (const [name, front] of chosen) {
    const began = performance.now();
    const section = sectionOf(front.named, await playReleases(front, releases));
    console.log(`\n${asText(section)}\n`);
    for (const breach of section.breaches) console.log(`BREACH: ${breach}`);
    breaches += section.breaches.length;
    const seconds = (performance.now() - began) / 1000;
    const settings = { releases, shifts: SHIFTS.length, rate: RATE };
    if (releases >= RELEASES) await keepResult('drops', name, { machine, settings, seconds, section });
  }
  return breaches === 0 ? 0 : 1;
}

function sectionOf(named: string, { shifts, cutovers, sent, stretches, lost, unfinished }: Dropped): Section {
  const all = Object.values(lost).reduce((sum, count) => sum + count, 0);
  const reasons = Object.entries(lost).map(([reason, count]) => `${count} times ${reason}`);
  return {
    title: `${named}: ${shifts} shifts and ${cutovers} cutovers under ${RATE} requests a second`,
    columns: ['while', 'requests', 'dropped'],
    rows: [
      ...Object.entries(stretches).map(([what, { requests, dropped }]) => [
        what,
        `${requests}`,
        `${dropped}`,
      ]),
      ['the whole time', `${sent}`, `${all}`],
    ],
    breaches: [
      ...(all === 0 ? [] : [`${named}: ${all} of ${sent} requests were dropped: ${reasons.join('; ')}`]),
      ...unfinished,
    ],
  };
}
