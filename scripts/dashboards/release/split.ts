import { figure } from '../figure.ts';
import { graph } from '../graph.ts';
import type { Row } from '../layout.ts';
import { RELEASE_CHOSEN } from '../selectors.ts';

const ASKED = `max by (release) (sluice_release_weight_ratio{${RELEASE_CHOSEN}})`;
const READ_BACK = `max by (release) (sluice_watch_read_back_ratio{${RELEASE_CHOSEN}})`;
const OBSERVED = `max by (release) (sluice_watch_observed_ratio{${RELEASE_CHOSEN}})`;

/** What the release does, and how much traffic its candidate has. */
export const split: Row = {
  title: '$release',
  panels: [
    figure({
      title: 'Does',
      description: 'In one word. `sluice release show ID` says why it waits, and what to answer.',
      width: 4,
      unit: 'short',
      query: { expr: `max by (phase) (sluice_release_phase{${RELEASE_CHOSEN}})`, legend: '{{phase}}' },
      named: true,
      nothing: 'it is over',
    }),
    figure({
      title: 'Holds for',
      description: 'The reason, and how long by now. A freeze or the stop switch ends without an answer.',
      width: 5,
      unit: 's',
      query: {
        expr: `time() - max by (reason) (sluice_release_hold_since_timestamp_seconds{${RELEASE_CHOSEN}})`,
        legend: '{{reason}}',
      },
      alarm: { from: 0 },
      nothing: 'nothing',
    }),
    figure({
      title: 'The hold ends by itself in',
      description:
        'Then it reverts, or after its cutover it stays and pages. `sluice release extend` moves that.',
      width: 5,
      unit: 's',
      query: {
        expr: `min(sluice_release_hold_deadline_timestamp_seconds{${RELEASE_CHOSEN}}) - time()`,
      },
      alarm: { below: 900 },
      nothing: 'no deadline',
    }),
    figure({
      title: 'Goes back for',
      description: 'How long its undo takes so far. Look first whether traffic is back.',
      width: 5,
      unit: 's',
      query: {
        expr: `time() - min(sluice_release_undo_since_timestamp_seconds{${RELEASE_CHOSEN}})`,
      },
      alarm: { from: 120 },
      nothing: 'it does not',
    }),
    figure({
      title: 'Last check',
      description: 'How long ago. Without one a bad candidate is not found.',
      width: 5,
      unit: 's',
      query: { expr: 'min(sluice_watch_age_seconds{job="$job", lane="$service.$environment"})' },
      alarm: { from: 30 },
      nothing: 'it is not watched',
    }),
    graph({
      title: "The candidate's share of traffic",
      description:
        'Three figures of one weight: what was asked for, what the router says, and what requests show. Nothing is read back or observed while nobody watches.',
      width: 24,
      unit: 'percentunit',
      drawn: 'steps',
      min: 0,
      max: 1,
      queries: [
        { expr: ASKED, legend: 'asked' },
        { expr: READ_BACK, legend: 'read back' },
        { expr: OBSERVED, legend: 'observed' },
      ],
    }),
  ],
};
