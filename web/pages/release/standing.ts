/** How a release stands, in one word and one sentence. Pure. */
import type { ReleaseView } from '../../../api/wire/release.ts';
import { span } from '../../../cli/figures.ts';
import type { Tone } from '../../parts/tone.ts';

/** How it stands. */
export interface Standing {
  word: string;
  tone: Tone;
  /** Why it waits, what it does, or how it ended. */
  sentence: string;
  /** What becomes of it if nobody does anything; absent where that is not known, or where nothing is asked. */
  otherwise?: string;
}

/** How a release stands at a moment, milliseconds since the epoch. */
export function standingOf(view: ReleaseView, now: number): Standing {
  const standing = stands(view, now);
  return { ...standing, sentence: capital(standing.sentence, view) };
}

/** Sentences of Sluice go on after a colon elsewhere; here they begin. A version is called as it is. */
function capital(sentence: string, { candidate, stable }: ReleaseView): string {
  if ([candidate, stable].some((side) => side !== null && sentence.startsWith(`${side.version} `)))
    return sentence;
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

function stands(view: ReleaseView, now: number): Standing {
  const { phase, outcome, hold } = view;
  if (phase === 'finished')
    return { word: outcome ?? 'ended', tone: endTone(outcome), sentence: view.sentence };
  if (hold !== undefined) {
    return { word: holdWord(hold), tone: 'ask', sentence: hold.message, otherwise: otherwise(hold, now) };
  }
  if (view.approval !== undefined && phase === 'running') {
    return { word: 'approval', tone: 'ask', sentence: view.sentence, ...approvalEnd(view, now) };
  }
  switch (phase) {
    case 'paused':
      return {
        word: 'paused',
        tone: 'ask',
        sentence: view.sentence,
        otherwise: 'It stays as it is until somebody resumes it.',
      };
    case 'undoing':
      return { word: 'undoing', tone: 'bad', sentence: view.sentence };
    case 'holding':
      // No worker tells what it is held for.
      return { word: 'held', tone: 'ask', sentence: view.sentence };
    case 'starting':
    case 'running':
      return { word: phase, tone: 'go', sentence: newest(view), ...stepEnd(view, now) };
  }
}

/** Of what is watched, the watch's own sentence is newer. */
function newest({ steps, step, live, sentence }: ReleaseView): string {
  const { kind } = steps[step] ?? {};
  return ((kind === 'bake' || kind === 'ramp') && live?.sentence) || sentence;
}

function endTone(outcome: ReleaseView['outcome']): Tone {
  if (outcome === 'completed') return 'good';
  return outcome === 'left' ? 'ask' : 'bad';
}

/** How a hold is called: of a freeze and of the stop nobody is asked. */
export function holdWord({ reason }: { reason: string }): 'frozen' | 'stopped' | 'held' {
  return reason === 'freeze' ? 'frozen' : reason === 'stop' ? 'stopped' : 'held';
}

function otherwise(
  { reason, deadline, until, onDeadline, since }: NonNullable<ReleaseView['hold']>,
  now: number,
): string {
  const held = `Held for ${span(now - since)}.`;
  if (reason === 'stop') return `${held} It waits until an admin ends the stop, which the calendar can do.`;
  if (reason === 'freeze') {
    return until === undefined
      ? `${held} It goes on by itself when the freeze ends.`
      : `${held} It goes on by itself in ${span(until - now)}, when the freeze ends.`;
  }
  const then = { revert: 'it reverts', stay: 'it stays as it is, and pages again', advance: 'it goes on' }[
    onDeadline
  ];
  return deadline === undefined
    ? `${held} It waits without a deadline.`
    : `${held} If nobody acts, ${then} in ${span(deadline - now)}.`;
}

function approvalEnd({ approval, deadline }: ReleaseView, now: number): { otherwise?: string } {
  if (approval === undefined || deadline === undefined) return {};
  const then = approval.onDeadline === 'revert' ? 'it reverts' : 'it is held';
  return { otherwise: `Without it, ${then} in ${span(deadline - now)}.` };
}

function stepEnd({ deadline, steps, step }: ReleaseView, now: number): { otherwise?: string } {
  if (deadline === undefined) return {};
  const what = steps[step]?.kind === 'keep' ? 'The old version goes' : 'This step ends';
  return { otherwise: `${what} in ${span(deadline - now)} at the latest.` };
}
