/** The steps of a release, each a plain word or a mapping of one key, as the plan has them once read. */
import { z } from 'zod';
import { DEADLINES } from '../deadlines.ts';
import type { Step } from '../plan.ts';
import { didYouMean } from '../suggest.ts';
import { quote, type Reading } from '../units.ts';
import { approve } from './approve.ts';
import { bake } from './bake.ts';
import { gate } from './gate.ts';
import { run } from './hook.ts';
import { list, mapping, oneKey } from './mapping.ts';
import { text } from './leaf.ts';
import { duration, traffic } from './quantities.ts';
import { ramp } from './ramp.ts';
import { smoke } from './smoke.ts';

const PLAIN = ['deploy', 'ramp', 'cutover', 'retire'] as const;

const deploy = mapping({ deadline: duration('Until every instance must be ready.').prefault('10m') });

const shift = z.union([
  traffic('The share of traffic that the candidate gets.').transform((to) => ({
    to,
    deadline: DEADLINES.shift,
  })),
  mapping({
    to: traffic('The share of traffic that the candidate gets.'),
    deadline: duration('Until the router must hold the share and it must be observed.').prefault('5m'),
  }),
]);

const cutover = mapping({
  deadline: duration('Until all traffic must be observed at the candidate.').prefault('10m'),
});

const keep = duration('How long the old slot stays warm and watched.');

const stepMapping = oneKey(
  {
    deploy: deploy.exactOptional(),
    smoke: smoke.exactOptional(),
    shift: shift.exactOptional(),
    bake: bake.exactOptional(),
    ramp: ramp.exactOptional(),
    approve: approve.exactOptional(),
    cutover: cutover.exactOptional(),
    keep: keep.exactOptional(),
    run: run.exactOptional(),
    gate: gate.exactOptional(),
  },
  'a step',
  PLAIN,
);

const plainStep = text(
  'a step',
  (input): Reading<(typeof PLAIN)[number]> => {
    const value = PLAIN.find((word) => word === input);
    if (value !== undefined) return { value };
    const known = Object.keys(stepMapping.shape);
    if (known.includes(input)) {
      const settings = input === 'approve' ? '{}' : '...';
      return {
        refused: { message: `${input} needs settings`, hint: `write it as "- ${input}: ${settings}"` },
      };
    }
    const expected = `one of ${PLAIN.join(', ')}, or a mapping such as shift: 5%`;
    return { refused: { message: `${quote(input)} is not a step`, expected, ...didYouMean(input, PLAIN) } };
  },
  { enum: [...PLAIN], description: 'A step without settings.' },
);

/** The list of steps. */
export const steps = list(z.union([plainStep, stepMapping]).transform(toStep), 100);

function toStep(written: (typeof PLAIN)[number] | z.output<typeof stepMapping>): Step {
  if (written === 'retire') return { kind: 'retire' };
  if (written === 'ramp') return { kind: 'ramp', ...ramp.parse({}) };
  if (written === 'deploy' || written === 'cutover') return { kind: written, deadline: DEADLINES[written] };
  if (written.deploy) return { kind: 'deploy', ...written.deploy };
  if (written.smoke) return { kind: 'smoke', ...written.smoke };
  if (written.shift) return { kind: 'shift', ...written.shift };
  if (written.bake) return { kind: 'bake', ...written.bake };
  if (written.ramp) return { kind: 'ramp', ...written.ramp };
  if (written.approve) return { kind: 'approve', ...written.approve };
  if (written.cutover) return { kind: 'cutover', ...written.cutover };
  if (written.keep !== undefined) return { kind: 'keep', for: written.keep };
  if (written.run) return { kind: 'run', ...written.run };
  if (written.gate) return { kind: 'gate', ...written.gate };
  // A mapping without any known key has been refused already, for its unknown one or for being empty.
  return z.NEVER;
}
