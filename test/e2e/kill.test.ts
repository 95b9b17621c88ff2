import { beforeAll, expect, test } from 'vitest';
import { kinds, type KillPoint } from '../kill/points.ts';
import { playKilled } from '../kill/play.ts';
import { startStage, type Stage } from '../kill/stage.ts';

/** One kill in each step kind, all of them in one release. `npm run test:kill` also does the starts and the ends. */
const once: KillPoint[] = kinds.map((kind) => ({ kind, point: 'middle' }));
/** Releases at most until a kill in each step kind has counted. */
const tries = 3;

let stage: Stage;

beforeAll(async () => {
  stage = await startStage();
  return () => stage.stop();
});

test(
  'a release goes on where it was when the daemon is killed in each kind of step',
  // Not a second time: what was done twice or let through once would pass then.
  { timeout: 400_000, retry: 0 },
  async () => {
    let open = once;
    for (let number = 2; open.length > 0 && number < 2 + tries; number += 1) {
      const { faults, kills, account } = await playKilled(stage, `v${number}`, open);
      expect(faults, account).toEqual([]);
      open = open.filter(
        ({ kind }) => !kills.some(({ at, because }) => at.kind === kind && because !== undefined),
      );
    }
    expect(open, 'kill points that were never met').toEqual([]);
  },
);
