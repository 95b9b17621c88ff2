import { ActivityFailure, ApplicationFailure } from '@temporalio/common';
import { expect, test } from 'vitest';
import { rootCause } from '../../../workflows/failures.ts';

test('a failed activity speaks in its own words, not in those of what it met', () => {
  const met = ApplicationFailure.create({ message: 'Could not load credentials from any providers' });
  const said = ApplicationFailure.create({ message: 'there are no credentials; give it a role', cause: met });
  const failed = new ActivityFailure('Activity task failed', 'survey', '1', 'IN_PROGRESS', 'worker', said);
  expect(rootCause(failed)).toBe('there are no credentials; give it a role');
});
