/** What never bends, by its number in the design; `users`: a request was lost without anybody having killed its way. */
export type Rule = 1 | 2 | 3 | 4 | 5 | 6 | 'users';

/** One thing that was not as it must be. */
export interface Breach {
  rule: Rule;
  lane: string;
  release?: string;
  /** A sentence for people, with its figures. */
  what: string;
}
