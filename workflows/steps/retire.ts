import { patched } from '@temporalio/workflow';
import { isAsAsked, untilAsAsked } from '../as-asked.ts';
import { retires } from '../calls.ts';
import type { Life } from '../life.ts';
import { stopWatch } from '../watching.ts';
import { becomeKnownGood } from './keep.ts';

/** The old slot goes. From here only a new release changes anything. */
export async function retire(life: Life): Promise<string> {
  const { lane, plan, stable } = life.input;
  const before = life.knownGood;
  await becomeKnownGood(life);
  // What lay between was not watched any more, and an approval may have taken days.
  if (before && !isAsAsked(life) && patched('retire-as-asked')) await untilAsAsked(life);
  await stopWatch(life);
  if (stable === null) return 'there was no old slot';
  const place = { lane, router: plan.router, platform: plan.platform };
  await retires('forward', plan.platform.grace).retire(place, stable.slot, stable.version);
  return `${stable.version} in ${stable.slot} is gone`;
}
