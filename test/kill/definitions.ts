import type { Definitions } from '../../examples/demo/rig/definitions.ts';

/** Candidate's share after the shift, in basis points. */
const shiftTo = 2000;
/** The bake passes no earlier than this, in milliseconds. */
export const bakeMin = 4000;
/** How long the old slot is kept warm, in milliseconds. */
export const keepFor = 4000;

/** The smoke test's commands, in their order; each leaves its name in `smokeLog` as it begins. */
const smokeMarks = ['first', 'second', 'third'] as const;

/** Name of the file in the rig's folder for temporary files in which the smoke test's commands say that they run. */
export function smokeLog(version: string): string {
  return `smoke-${version}`;
}

/**
 * A release with every step kind, each act of which takes long enough to be met in its middle. Only errors are
 * judged, since latency on a machine that restarts daemons says nothing about the version.
 */
export const everyStep: NonNullable<Definitions['change']> = [
  [['metrics', 'latency'], undefined],
  [['drain'], { wait: '2s' }],
  [
    ['steps'],
    [
      'deploy',
      {
        smoke: smokeMarks.map((mark) => ({
          command: `echo ${mark} >> "$TMPDIR/${smokeLog('$SLUICE_VERSION')}"; sleep 0.4`,
        })),
      },
      { shift: `${shiftTo / 100}%` },
      { bake: { until: 'safe', min: `${bakeMin / 1000}s`, max: '2m' } },
      { approve: { count: 2 } },
      'cutover',
      { keep: `${keepFor / 1000}s` },
      'retire',
    ],
  ],
];

/** What a release of these definitions writes to the router, in basis points for the candidate. */
export const plannedWeights = [shiftTo, 10_000];
