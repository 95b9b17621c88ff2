/** Whether what a page shows is what is. Pure. */
import { span } from '../../cli/figures.ts';

/** What is known of what a page shows. */
export interface Fresh {
  /** When it was last so for certain, milliseconds since the epoch; undefined where that is not known. */
  heardAt: number | undefined;
  /** How often something comes in, in milliseconds; absent: every few seconds. */
  every?: number | undefined;
  /** Why nothing comes in now; undefined while it does. */
  trouble: string | undefined;
  /** It was refused, so it is not tried again. */
  ended?: boolean;
  /** Nothing more will come. */
  over?: boolean;
}

/** How it is said. */
export interface Said {
  state: 'connecting' | 'live' | 'not live';
  /** Why, and what becomes of it. */
  why?: string;
  /** How old what is shown is. It changes each second. */
  age?: string;
}

/** Silence that is worth a word, in milliseconds; where news are rarer, that of two of them. */
const QUIET = 8000;

/** Says it, at a moment in milliseconds since the epoch. */
export function freshInWords({ heardAt, every = 0, trouble, ended = false }: Fresh, now: number): Said {
  if (heardAt === undefined && trouble === undefined) return { state: 'connecting' };
  const age = heardAt === undefined ? undefined : Math.max(0, now - heardAt);
  if (trouble === undefined && (age ?? 0) <= Math.max(QUIET, 2 * every)) return { state: 'live' };
  return {
    state: 'not live',
    why: `${trouble ?? 'nothing comes in'}; ${ended ? 'load the page again' : 'trying again'}.`,
    ...(age === undefined ? {} : { age: `These figures are ${span(age)} old.` }),
  };
}
