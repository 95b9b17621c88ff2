import { elbArns, type Elbv2StandIn } from '../../rigs/elbv2.ts';
import { weightsOf } from '../../rigs/elbv2/model.ts';
import { watchFile } from '../../kill/written-files.ts';
import type { Held } from '../record.ts';

/** What a lane's router holds, over time. */
export interface Holding {
  /** Everything that it has held since the begin; the first is what was found. */
  held(): Held[];
  close(): void;
}

/** Watches the file of a router, or the model of a stand-in, which keeps everything itself. */
export function watchHolding(lane: string, holds: { file: string } | { elb: Elbv2StandIn }): Holding {
  if ('elb' in holds) return { held: () => heldByElb(holds.elb), close: () => undefined };
  const watch = watchFile(holds.file, lane);
  return { held: () => [...watch.seen], close: () => watch.close() };
}

function heldByElb({ state }: Elbv2StandIn): Held[] {
  const versions = state.objects.get(elbArns.listener)?.versions ?? [];
  return versions.map(({ at, actions }) => {
    const weights = weightsOf(actions);
    const [blue, green] = [weights[elbArns.blue] ?? 0, weights[elbArns.green] ?? 0];
    const sum = blue + green;
    const share = (weight: number): number => Math.round((weight / sum) * 10_000);
    return { at, split: sum === 0 ? null : { blue: share(blue), green: share(green) }, stamp: null };
  });
}
