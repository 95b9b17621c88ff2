/** How a lane stands, in one word and one sentence, and whether it needs somebody. Pure. */
import type { LaneRow } from '../../../api/wire/lane.ts';
import type { Tone } from '../../parts/tone.ts';
import { holdWord } from '../release/standing.ts';

/** How a lane stands. */
export interface LaneState {
  word: string;
  tone: Tone;
  sentence: string;
  /** Nothing goes on until somebody acts. */
  needsPerson: boolean;
  /** A release is under way. */
  busy: boolean;
}

/** What matters most of a lane: first what waits for somebody, then what is under way. */
export function laneState({ blocked, running, waiting, router, live }: LaneRow): LaneState {
  if (blocked !== null) {
    return { word: 'blocked', tone: 'bad', sentence: blocked, needsPerson: true, busy: false };
  }
  if (running !== null) return runningState(running);
  const idle = { needsPerson: false, busy: false };
  if (router !== null && router.state !== 'as-written') {
    return { word: ROUTER_WORDS[router.state], tone: 'ask', sentence: router.message, ...idle };
  }
  if (waiting !== null) {
    return { word: 'waiting', tone: 'go', sentence: `${waiting.version} begins next`, ...idle };
  }
  return live === null
    ? { word: 'empty', tone: 'quiet', sentence: 'nothing that Sluice knows of serves here', ...idle }
    : { word: 'idle', tone: 'quiet', sentence: '', ...idle };
}

const ROUTER_WORDS = {
  drift: 'drift',
  unloaded: 'not loaded',
  targets: 'wrong targets',
  unreadable: 'unreadable',
} as const;

function runningState({ phase, sentence, label, hold }: NonNullable<LaneRow['running']>): LaneState {
  const under = { sentence, busy: true };
  switch (phase) {
    case 'holding': {
      const word = holdWord(hold ?? { reason: '' });
      // A freeze ends by itself; the stop does not.
      return { word, tone: 'ask', needsPerson: word !== 'frozen', ...under };
    }
    case 'paused':
      return { word: 'paused', tone: 'ask', needsPerson: true, ...under };
    case 'undoing':
      return { word: 'undoing', tone: 'bad', needsPerson: false, ...under };
    case 'finished':
      return { word: 'ending', tone: 'go', needsPerson: false, ...under };
    case 'starting':
    case 'running':
      // A step that waits for people is as much under way as any, and goes no further without them.
      return label?.startsWith('approve ') === true
        ? { word: 'approval', tone: 'ask', needsPerson: true, ...under }
        : { word: phase, tone: 'go', needsPerson: false, ...under };
  }
}
