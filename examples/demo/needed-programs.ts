import { bringInTestPrograms } from '../../scripts/setup/test-programs.mjs';
import type { PartsChosen } from './rig/parts.ts';

/** Brings in what the chosen parts need beside Traefik. Throws a sentence with the next step where it cannot be had. */
export async function bringInParts({ router, metrics }: PartsChosen): Promise<void> {
  const chosen: string[] = [router, metrics];
  const wanted = (['haproxy', 'prometheus'] as const).filter((name) => chosen.includes(name));
  const [missing] = wanted.length === 0 ? [] : await bringInTestPrograms(wanted);
  if (missing !== undefined) throw new Error(`The demo needs ${missing.name} for that: ${missing.reason}`);
}
