/** How a lane stands, in one word and one sentence, and whether it needs somebody. Pure. */
import type { LaneList } from '../../../api/wire/lane.ts';
import type { Tone } from '../../parts/tone.ts';

/** One lane, as it is listed. */
export type Lane = LaneList['lanes'][number];

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
export function laneState({ blocked, running, waiting, router, live }: Lane): LaneState {
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

function runningState({ phase, sentence, label }: NonNullable<Lane['running']>): LaneState {
  const under = { sentence, busy: true };
  switch (phase) {
    case 'holding':
      return { word: 'held', tone: 'ask', needsPerson: true, ...under };
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

/** Lanes as they are shown: what needs a person, then what is under way, then the others, each by name. */
export function inOrder<T extends { lane: Lane; state: LaneState }>(lanes: readonly T[]): T[] {
  const rank = ({ state }: T): number =>
    state.needsPerson ? 0 : state.busy ? 1 : state.tone === 'quiet' ? 3 : 2;
  return lanes.toSorted((a, b) => rank(a) - rank(b) || (a.lane.lane < b.lane.lane ? -1 : 1));
}

/** Whether a lane is meant by words of a search: each has to be in its names, its versions or its state. */
export function isMeant({ lane, state }: { lane: Lane; state: LaneState }, search: string): boolean {
  const { service, environment, live, running } = lane;
  const text = [
    `${service}@${environment}`,
    live?.version,
    running?.version,
    running?.id,
    state.word,
    state.sentence,
  ]
    .join(' ')
    .toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
