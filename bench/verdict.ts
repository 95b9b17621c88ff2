import { parseArgs } from 'node:util';
import { thisMachine } from './machine.ts';
import { cost } from './verdict/cost.ts';
import { detection } from './verdict/detection.ts';
import { goodReleases } from './verdict/good-releases.ts';
import { limits } from './verdict/limits.ts';
import { ramp } from './verdict/ramp.ts';
import { keepResult } from './results.ts';
import { asText, type Section } from './section.ts';

/** verdict.md §10.3 asks for so many good releases of each kind; of bad ones a tenth is enough. */
const RELEASES = 2000;

type Part = (releases: number, progress: (text: string) => void) => Section;

const PARTS: Record<string, Part> = {
  cost,
  detection: (releases, progress) => detection(Math.ceil(releases / 10), progress),
  limits: (releases, progress) => limits(Math.ceil(releases / 10), progress),
  ramp: (releases, progress) => ramp(Math.ceil(releases / 50), progress),
  good: goodReleases,
};

/**
 * The verdict against its bounds (verdict.md §10): false stops, wrong passes, detection, ramps and cost, beside a threshold
 * rule and a repeated z-test on the same streams. `--releases N` plays fewer, for a quick look; what is measured with
 * all of them is kept in `results/`. `--part NAME` runs one part. Gives the exit status.
 */
export async function run(args: string[]): Promise<number> {
  const wanted = wantedOf(args);
  if (typeof wanted === 'string') {
    console.error(wanted);
    return 2;
  }
  const { releases, parts } = wanted;
  const machine = await thisMachine();
  const breaches: string[] = [];
  for (const [name, part] of parts) {
    const began = performance.now();
    const seconds = (): number => (performance.now() - began) / 1000;
    const section = part(releases, (text) => {
      console.error(`${name}, ${seconds().toFixed(0)} s: ${text}`);
    });
    console.log(`\n${asText(section)}\n`);
    breaches.push(...section.breaches);
    if (releases < RELEASES) continue;
    await keepResult('verdict', name, { machine, settings: { releases }, seconds: seconds(), section });
  }
  for (const breach of breaches) console.log(`BREACH: ${breach}`);
  if (breaches.length === 0) console.log('Every bound holds.');
  return breaches.length === 0 ? 0 : 1;
}

function wantedOf(args: string[]): { releases: number; parts: [string, Part][] } | string {
  const options = { releases: { type: 'string' }, part: { type: 'string' } } as const;
  const { values, positionals } = parseArgs({ args, options, strict: false });
  const strange = [
    ...positionals,
    ...Object.keys(values)
      .filter((key) => !(key in options))
      .map((key) => `--${key}`),
  ];
  if (strange.length > 0)
    return `"${strange.join(' ')}" is no option here. Say --releases NUMBER or --part NAME.`;
  const releases = Number(values.releases ?? RELEASES);
  if (!Number.isInteger(releases) || releases < 1) {
    return `--releases is "${String(values.releases)}": give a whole number from 1.`;
  }
  const parts = Object.entries(PARTS).filter(([name]) => name === (values.part ?? name));
  if (parts.length > 0) return { releases, parts };
  return `There is no part "${String(values.part)}". Say one of: ${Object.keys(PARTS).join(', ')}.`;
}
