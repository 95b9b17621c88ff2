/**
 * Measures what Sluice claims: `npm run bench -- NAME [options]` runs `bench/NAME.ts`. Exit status 1: a claim does
 * not hold here; 2: there is no such bench, or a wrong option.
 */
import { tidily } from './rig/tidy.ts';

const benches: Record<string, () => Promise<{ run: (args: string[]) => Promise<number> }>> = {
  verdict: () => import('./verdict.ts'),
  releases: () => import('./releases.ts'),
  recovery: () => import('./recovery.ts'),
  reaction: () => import('./reaction.ts'),
  engine: () => import('./engine.ts'),
  scale: () => import('./scale.ts'),
  profile: () => import('./profile.ts'),
  drops: () => import('./drops.ts'),
  api: () => import('./api.ts'),
  dashboard: () => import('./dashboard.ts'),
};

const [name = '', ...args] = process.argv.slice(2);
const bench = benches[name];
if (bench === undefined) {
  console.error(`There is no bench "${name}". Say one of: ${Object.keys(benches).join(', ')}.`);
  process.exitCode = 2;
} else {
  const { run } = await bench();
  process.exitCode = await tidily(async () => run(args));
}
