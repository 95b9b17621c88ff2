import { parseArgs } from 'node:util';
import { cost } from './verdict/cost.ts';
import { detection } from './verdict/detection.ts';
import { goodReleases } from './verdict/good-releases.ts';
import { limits } from './verdict/limits.ts';
import { keepResults } from './verdict/results.ts';
import { asText, type Section } from './verdict/section.ts';

/** verdict.md §10.3 asks for so many good releases of each kind. */
const RELEASES = 2000;

/**
 * The verdict against its bounds (verdict.md §10): false stops, wrong passes, detection and cost, beside a threshold
 * rule and a repeated z-test on the same streams. `--releases N` plays fewer, for a quick look; only a run with all
 * of them is kept in `results/`. True: every bound holds.
 */
export async function run(args: string[]): Promise<boolean> {
  const releases = releasesOf(args);
  if (releases === undefined) return false;
  const began = performance.now();
  const seconds = (): number => (performance.now() - began) / 1000;
  const progress = (text: string): void => {
    console.error(`${seconds().toFixed(0).padStart(4)} s  ${text}`);
  };
  const few = Math.max(1, Math.ceil(releases / 10));
  const parts: (() => Section)[] = [
    () => cost(),
    () => detection(few, progress),
    () => limits(few, progress),
    () => goodReleases(releases, progress),
  ];
  const sections = parts.map((part) => {
    const section = part();
    console.log(`\n${asText(section)}\n`);
    return section;
  });
  const breaches = sections.flatMap((section) => section.breaches);
  for (const breach of breaches) console.log(`BREACH: ${breach}`);
  if (breaches.length === 0) console.log('Every bound holds.');
  if (releases >= RELEASES) await keepResults(releases, seconds(), sections);
  return breaches.length === 0;
}

function releasesOf(args: string[]): number | undefined {
  const { values } = parseArgs({ args, options: { releases: { type: 'string' } } });
  const releases = Number(values.releases ?? RELEASES);
  if (Number.isInteger(releases) && releases >= 1) return releases;
  console.error(`--releases is "${String(values.releases)}": give a whole number from 1.`);
  return undefined;
}
