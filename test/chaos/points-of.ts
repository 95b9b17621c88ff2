import type { ReleaseView } from '../../api/wire/release.ts';
import { weights } from './lanes/definition.ts';
import type { Point } from './schedule.ts';

/** The points that a release has come to, by its own account. Pure. */
export function pointsOf({
  steps,
  phase,
  traffic,
}: Pick<ReleaseView, 'steps' | 'phase' | 'traffic'>): Point[] {
  const reached: Point[] = ['start'];
  let bakes = 0;
  for (const { kind, state } of steps) {
    if (kind === 'bake') bakes += 1;
    if (state === 'waiting' || state === 'skipped') continue;
    if (kind === 'bake') reached.push(bakes === 1 ? 'bake 1' : 'bake 2');
    else if (isPlain(kind)) reached.push(kind);
  }
  // What the router itself shows is seen earlier, where it carries the number of the release.
  if (traffic.asked > 0) reached.push('write 1');
  if (traffic.asked > weights[0]) reached.push('write 2');
  if (traffic.asked > weights[1]) reached.push('write 3');
  if (phase === 'holding') reached.push('hold');
  if (phase === 'undoing') reached.push('undo');
  if (phase === 'finished') reached.push('end');
  return reached;
}

function isPlain(kind: string): kind is 'deploy' | 'smoke' | 'approve' | 'keep' | 'retire' {
  return ['deploy', 'smoke', 'approve', 'keep', 'retire'].includes(kind);
}
