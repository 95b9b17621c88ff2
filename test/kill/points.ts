import type { Step } from '../../config/plan.ts';

/** Every step kind, in the order in which a release plays them. */
export const kinds = [
  'deploy',
  'smoke',
  'shift',
  'bake',
  'approve',
  'cutover',
  'keep',
  'retire',
] as const satisfies Step['kind'][];

/** Where in a step. */
export const points = ['start', 'middle', 'end'] as const;

/** A step kind. */
export type Kind = (typeof kinds)[number];

/** One place at which the daemon is killed. */
export interface KillPoint {
  kind: Kind;
  point: (typeof points)[number];
}

/** All of them, in the order in which a release comes by. */
export const allPoints: KillPoint[] = kinds.flatMap((kind) => points.map((point) => ({ kind, point })));

/** A kill point in words, such as `shift, middle`. */
export function nameOf({ kind, point }: KillPoint): string {
  return `${kind}, ${point}`;
}
