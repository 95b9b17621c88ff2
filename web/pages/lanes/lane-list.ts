/** Which lanes are shown, and in which order. Pure. */
import type { Board, BoardLane } from '../../../api/wire/board.ts';
import { laneState, type LaneState } from './lane-state.ts';

/** A lane with how it stands. */
export interface ListedLane {
  lane: BoardLane;
  state: LaneState;
}

/** What lanes can be narrowed to. */
export const FILTERS = ['all', 'needs a person', 'under way', 'quiet'] as const;

/** One of them. */
export type Filter = (typeof FILTERS)[number];

/** What is looked for, as the address says it. */
export interface Asked {
  filter: Filter;
  environment: string;
  search: string;
}

/** What an address asks for; what it does not know is left out. */
export function readAsked(query: URLSearchParams): Asked {
  const state = query.get('state');
  return {
    filter: FILTERS.find((filter) => filter === state) ?? 'all',
    environment: query.get('environment') ?? '',
    search: query.get('q') ?? '',
  };
}

/** The lanes with what has changed of them. */
export function withBoard(
  lanes: ReadonlyMap<string, BoardLane> | undefined,
  { whole, lanes: told, gone }: Pick<Board, 'whole' | 'lanes' | 'gone'>,
): ReadonlyMap<string, BoardLane> {
  const next = new Map(whole ? [] : lanes);
  for (const lane of told) next.set(lane.lane, lane);
  for (const lane of gone) next.delete(lane);
  return next;
}

/** Lanes as they are shown: what needs a person, then what is under way, then the others, each by name. */
export function inOrder(lanes: Iterable<BoardLane>): ListedLane[] {
  return [...lanes]
    .map((lane) => ({ lane, state: laneState(lane) }))
    .toSorted((a, b) => rank(a) - rank(b) || (a.lane.lane < b.lane.lane ? -1 : 1));
}

function rank({ state }: ListedLane): number {
  if (state.needsPerson) return 0;
  if (state.busy) return 1;
  return state.tone === 'quiet' ? 3 : 2;
}

/** Whether a filter means a lane. */
export function passes({ state }: ListedLane, filter: Filter): boolean {
  switch (filter) {
    case 'all':
      return true;
    case 'needs a person':
      return state.needsPerson;
    case 'under way':
      return state.busy;
    case 'quiet':
      return !state.busy && !state.needsPerson;
  }
}

/** Whether a lane is of an environment, any where none is said, and has every word of a search. */
export function isMeant(
  { lane, state }: ListedLane,
  { environment, search }: Omit<Asked, 'filter'>,
): boolean {
  if (environment !== '' && lane.environment !== environment) return false;
  const { live, running } = lane;
  const text = [
    `${lane.service}@${lane.environment}`,
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
