/** One release as a screenful of lines. Pure: the same release and time give the same lines. */
import type { ErrorBounds } from '../api/client/releases.ts';
import type { ReleaseEvent } from '../api/wire/event.ts';
import type { ReleaseView } from '../api/wire/release.ts';
import { span, weight } from './figures.ts';
import { holdActs } from './hold-acts.ts';
import { line, wrap } from './line.ts';
import type { Paint, Style } from './paint.ts';
import { readBackOf } from './read-back.ts';
import { renderEvent } from './render-event.ts';
import { renderEvidence } from './render-evidence.ts';
import { renderRules } from './render-rules.ts';
import { renderSteps } from './render-steps.ts';

/** What beside the release itself is shown, and how. */
export interface Frame {
  /** Milliseconds since the epoch. */
  now: number;
  width: number;
  paint: Paint;
  bounds?: ErrorBounds;
  /** The newest last. */
  events: readonly ReleaseEvent[];
  /** What hinders the view itself, such as a lost connection. */
  trouble?: string;
}

const LAST_EVENTS = 5;
const INDENT = 12;

/** The whole view: head, why it waits, steps, split, evidence, hold, last events. */
export function renderRelease(view: ReleaseView, frame: Frame): string[] {
  const { now, width, paint } = frame;
  const evidence = view.live?.evidence ?? view.evidence;
  const rules = view.live?.rules ?? view.rules ?? [];
  const sections = [
    [head(view, frame), ...sentence(view, width)],
    renderSteps(view, now, width, paint),
    [
      traffic(view, frame),
      ...ramp(view, width, paint),
      ...renderEvidence(evidence, frame.bounds, width, paint),
      ...renderRules(rules, now, width, paint),
    ],
    [...hold(view, frame), ...trouble(view, frame)],
    frame.events.slice(-LAST_EVENTS).map((event) => renderEvent(event, width, paint)),
  ];
  return sections
    .filter((section) => section.length > 0)
    .flatMap((section, index) => (index === 0 ? section : ['', ...section]));
}

function head(view: ReleaseView, { now, width, paint }: Frame): string {
  const { id, kind, version, candidate, stable, startedAt, finishedAt } = view;
  const over = stable === null ? 'the first release' : `over ${stable.version} in ${stable.slot}`;
  const word = view.outcome ?? view.phase;
  return line(
    width,
    paint,
    { style: 'bold', text: id },
    `  ${kind === 'release' ? '' : `${kind} to `}${version} into ${candidate.slot}, ${over}  `,
    { style: STYLES[word] ?? 'cyan', text: word },
    ` ${span((finishedAt ?? now) - startedAt)}`,
  );
}

const STYLES: Partial<Record<string, Style>> = {
  completed: 'green',
  reverted: 'red',
  lost: 'red',
  left: 'red',
  refused: 'red',
  holding: 'yellow',
  paused: 'yellow',
  undoing: 'red',
};

/** Of a running bake the watch's own sentence is newer; a hold says its own below. */
function sentence(view: ReleaseView, width: number): string[] {
  if (view.hold !== undefined) return [];
  const newer =
    view.phase === 'running' && view.steps[view.step]?.kind === 'bake' ? view.live?.sentence : undefined;
  return wrap(newer ?? view.sentence, width);
}

function traffic(view: ReleaseView, { width, paint }: Frame): string {
  const { asked, proven } = view.traffic;
  const { share, differs } = readBackOf(view);
  const observed = view.live?.observed ?? view.traffic.observed;
  const known = (points: number | undefined): string => (points === undefined ? 'not known' : weight(points));
  const doubt = observed === undefined || proven ? '' : ' (too little traffic to tell)';
  return line(
    width,
    paint,
    { style: 'bold', text: 'traffic     ' },
    `asked ${weight(asked)}, read back ${known(share)}`,
    ...(differs ? [' ', { style: 'yellow', text: '(not as asked)' } as const] : []),
    `, observed ${known(observed)}${doubt}`,
  );
}

/** A line of its own for a ramp: where it stands and what it waits for. The watch's own words are newer. */
function ramp({ live, phase, ramp: known }: ReleaseView, width: number, paint: Paint): string[] {
  const told = live?.ramp === undefined ? known?.sentence : live.sentence;
  if (told === undefined || phase === 'finished') return [];
  return wrap(told, width - INDENT).map((text, index) =>
    line(width, paint, { style: 'bold', text: (index === 0 ? 'ramp' : '').padEnd(INDENT) }, text),
  );
}

function hold(view: ReleaseView, { now, width, paint }: Frame): string[] {
  if (view.hold === undefined) return [];
  const { message, since, deadline, onDeadline } = view.hold;
  const then = { revert: 'it reverts', stay: 'it stays as it is', advance: 'it goes on' }[onDeadline];
  const end = deadline === undefined ? 'without a deadline' : `${then} in ${span(deadline - now)}`;
  return [
    ...wrap(`held for ${span(now - since)}: ${message}; ${end}`, width),
    line(width, paint, { style: 'yellow', text: holdActs(view) }),
  ];
}

function trouble({ stale, retrying }: ReleaseView, frame: Frame): string[] {
  const told = [
    ...(retrying === undefined
      ? []
      : [
          `failed ${retrying.failed === 1 ? 'once' : `${retrying.failed} times`} and is tried again: ${retrying.message}`,
        ]),
    ...(stale ? ['no worker answers; this is what Temporal knew last'] : []),
    ...(frame.trouble === undefined ? [] : [frame.trouble]),
  ];
  return told.flatMap((text) =>
    wrap(text, frame.width).map((part) => line(frame.width, frame.paint, { style: 'yellow', text: part })),
  );
}
