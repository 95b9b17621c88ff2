import { retires } from '../calls.ts';
import type { Life } from '../life.ts';
import { stopWatch } from '../watching.ts';
import { becomeKnownGood } from './keep.ts';

/** The old slot goes. From here only a new release changes anything. */
export async function retire(life: Life): Promise<string> {
  const { lane, plan, stable } = life.input;
  await becomeKnownGood(life);
  await stopWatch(life);
  if (stable === null) return 'there was no old slot';
  const place = { lane, router: plan.router, platform: plan.platform };
  await retires('forward', plan.platform.grace).retire(place, stable.slot, stable.version);
  return `${stable.version} in ${stable.slot} is gone`;
}
