/** A release as a check run of GitHub. Pure. */
import { escapeMarkdown, shorten } from './markdown.ts';
import type { ShownRelease } from './shown-release.ts';

/** A button. GitHub's manual knows no state of a check run in which it shows none. */
export interface CheckRunAction {
  /** At most 20 characters. */
  label: string;
  /** At most 40 characters. */
  description: string;
  /** At most 20 characters: the act, the step and the state token that whoever clicks has seen. */
  identifier: string;
}

/** What a check run is set to, but for its name and commit. */
export interface CheckRun {
  external_id: string;
  status: 'in_progress' | 'completed';
  conclusion?: 'success' | 'failure' | 'cancelled' | 'neutral' | 'action_required';
  details_url?: string;
  output: { title: string; summary: string };
  actions: CheckRunAction[];
}

const LONGEST_IDENTIFIER = 20;
const LONGEST_TITLE = 200;
/** Steps that a person may end. */
const PROMOTABLE: ReadonlySet<string> = new Set(['bake', 'ramp', 'keep']);

const BUTTONS = {
  promote: { label: 'Promote', description: 'End the present wait and go on' },
  approve: { label: 'Approve', description: 'Approve the present step' },
  abort: { label: 'Abort', description: 'Take all traffic back and undo it' },
} as const;

/** The name of a release's check run: one a lane, `SERVICE.ENVIRONMENT`. */
export function checkRunName(lane: string): string {
  return `Sluice / ${lane.replace('.', '@')}`;
}

/** What a release's check run says now. `note` is told first: what became of a click, for one. */
export function renderCheckRun(release: ShownRelease, link?: string, note?: string): CheckRun {
  return {
    external_id: release.id,
    ...stateOf(release),
    ...(link === undefined ? {} : { details_url: link }),
    output: { title: titleOf(release), summary: summaryOf(release, note) },
    actions: actionsOf(release),
  };
}

function stateOf(release: ShownRelease): Pick<CheckRun, 'status' | 'conclusion'> {
  if (release.phase === 'finished') return { status: 'completed', conclusion: conclusionOf(release) };
  return asksSomebody(release)
    ? { status: 'completed', conclusion: 'action_required' }
    : { status: 'in_progress' };
}

function conclusionOf({ outcome, cause }: ShownRelease): CheckRun['conclusion'] & string {
  if (outcome === 'completed') return 'success';
  if (outcome === 'left') return 'neutral';
  const given = cause === 'abort' || cause === 'superseded';
  return outcome === 'reverted' && given ? 'cancelled' : 'failure';
}

function asksSomebody(release: ShownRelease): boolean {
  return release.phase === 'holding' || release.phase === 'paused' || awaitsApproval(release);
}

function awaitsApproval({ phase, step, steps }: ShownRelease): boolean {
  const present = steps[step];
  return phase !== 'undoing' && present?.kind === 'approve' && present.state === 'running';
}

function titleOf(release: ShownRelease): string {
  const { phase, outcome, sentence, steps, step } = release;
  const said = phase === 'finished' ? (outcome ?? phase) : asksSomebody(release) ? 'waits for you' : phase;
  const label = phase === 'finished' ? undefined : steps[step]?.label;
  return shorten(
    [said, label, sentence].filter((part) => part !== undefined && part !== '').join(': '),
    LONGEST_TITLE,
  );
}

function summaryOf(release: ShownRelease, note: string | undefined): string {
  const { id, version, lane, actor, reason, phase, sentence, steps, traffic, approvals } = release;
  const text = escapeMarkdown;
  const why = reason === '' ? '' : ` (${text(reason)})`;
  const seen = traffic.observed === undefined ? '' : `, ${percent(traffic.observed)} seen`;
  return [
    ...(note === undefined ? [] : [`> ${text(note)}`, '']),
    `**${text(version)}** to **${text(lane.replace('.', '@'))}**, ${text(id)}, by ${text(actor)}${why}`,
    '',
    text(sentence),
    '',
    ...(phase === 'finished' || phase === 'undoing'
      ? []
      : [`Take it back: the button Abort, or \`sluice release abort ${id}\`.`, '']),
    `Candidate's traffic: ${percent(traffic.asked)} asked${seen}.`,
    ...(approvals.length === 0
      ? []
      : [`Approved by ${approvals.map((each) => text(each.actor)).join(', ')}.`]),
    '',
    '| step | state |',
    '| --- | --- |',
    ...steps.map(({ label, state, note: more = '' }) => {
      return `| ${text(label)} | ${text(more === '' ? state : `${state}: ${more}`)} |`;
    }),
  ].join('\n');
}

function percent(basisPoints: number): string {
  return `${basisPoints / 100} %`;
}

/** Buttons mean the state that they were drawn with; one whose identifier would be too long is left out. */
function actionsOf(release: ShownRelease): CheckRunAction[] {
  const { phase, hold, step, steps, token } = release;
  if (phase === 'finished' || phase === 'undoing') return [];
  const present = steps[step];
  const promotable =
    hold === undefined ? present?.state === 'running' && PROMOTABLE.has(present.kind) : hold.promotable;
  const offered = [
    ...(promotable ? (['promote'] as const) : []),
    ...(awaitsApproval(release) && hold === undefined ? (['approve'] as const) : []),
    'abort' as const,
  ];
  return offered.flatMap((act) => {
    const identifier = `${act}:${step}:${token}`;
    return identifier.length > LONGEST_IDENTIFIER ? [] : [{ ...BUTTONS[act], identifier }];
  });
}
