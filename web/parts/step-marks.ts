/** How a step of a release stands, by its mark, its colour and in words. */
export const STEP_MARKS = {
  done: { sign: 'check', tone: 'done', said: 'done' },
  running: { sign: 'dot', tone: 'go', said: 'now' },
  waiting: { sign: 'ring', tone: 'quiet', said: 'not begun' },
  skipped: { sign: 'dash', tone: 'quiet', said: 'skipped' },
  failed: { sign: 'cross', tone: 'bad', said: 'failed' },
} as const;
