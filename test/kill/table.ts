import { momentOf } from './moments.ts';
import { nameOf } from './points.ts';
import type { Row } from './rows.ts';

/** The page `docs/kill-matrix.md`. */
export function renderPage(rows: readonly Row[], facts: readonly string[]): string {
  const good = rows.filter(({ because, faults }) => because !== undefined && faults.length === 0).length;
  const lines = [
    '# Killed at every step',
    '',
    'Written by `npm run test:kill`. One release of the sample service for each row, on real Temporal and real Traefik, with',
    'load; its daemon is ended by SIGKILL at the given point of a step and started again at once.',
    '',
    "A kill counts only where Temporal's history shows a further attempt of the activity that was killed, or that its",
    'heartbeats stopped; else another release is played, and "tries" says how many it took.',
    '',
    'What a row has to hold, by counts from outside the daemon: no request was dropped; the candidate got no more requests',
    'than its weight allows (binomial bound at 1 - 1e-6 plus one round-robin cycle, by its own counts); each instance began',
    "to run once; each weight of the plan came into the router's file once and in order (the last one once more where the",
    'release made sure of it before the old slot went); all traffic ends at the candidate by',
    "Traefik's counters; the old instances are gone; the release completed in the workflow run in which it began.",
    '',
    ...facts.map((fact) => `- ${fact}`),
    '',
    '| killed in | when | counted by | tries | new daemon ready after | step went on after | result |',
    '| --- | --- | --- | ---: | ---: | ---: | --- |',
    ...rows.map(line),
    '',
    `${good} of ${rows.length} held.`,
    '',
  ];
  return lines.join('\n');
}

function line({ at, because, tries, back, recovery, faults }: Row): string {
  const result = because === undefined ? 'never met' : faults.length === 0 ? 'held' : faults.join('; ');
  const cells = [
    nameOf(at),
    momentOf(at).seen,
    because ?? '-',
    `${tries}`,
    seconds(back),
    seconds(recovery),
    result,
  ];
  return `| ${cells.join(' | ')} |`;
}

function seconds(value: number | undefined): string {
  return value === undefined ? '-' : `${value.toFixed(1)} s`;
}
