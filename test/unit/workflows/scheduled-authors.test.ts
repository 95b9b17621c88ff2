import { expect, test } from 'vitest';
import { authorsOf } from '../../../workflows/scheduled-authors.ts';

const due = Date.UTC(2026, 10, 26, 2, 30);
const inFile = { origin: 'file', createdBy: 'service file' } as const;
const made = { origin: 'api', createdBy: 'ann' } as const;

test.each([
  ['of a service file has none', inFile, []],
  ['that somebody made has that one', made, ['ann']],
  ['that was triggered has who did it', { ...inFile, triggers: [{ by: 'bob', at: due - 100 }] }, ['bob']],
  ['whose clock is behind that, too', { ...inFile, triggers: [{ by: 'bob', at: due + 900 }] }, ['bob']],
  ['by its maker has one once', { ...made, triggers: [{ by: 'ann', at: due }] }, ['ann']],
  ['by others has all', { ...made, triggers: [{ by: 'bob', at: due }] }, ['ann', 'bob']],
  ['of another day is nobody else’s', { ...made, triggers: [{ by: 'bob', at: due - 700_000 }] }, ['ann']],
])('a run %s', (_what, input, authors) => {
  expect(authorsOf(input, due)).toEqual(authors);
});
