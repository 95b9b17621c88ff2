import { z } from 'zod';
import { ApiError } from '../errors.ts';

/** Reads what somebody else sent. What is not as it should be is `event_unusable`, with where and what was expected. */
export function unusable<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    const told = error.issues.map(({ path, message }) => `${path.join('.') || 'the body'}: ${message}`);
    throw new ApiError('event_unusable', `what was sent cannot be used: ${told.slice(0, 5).join('; ')}`);
  }
}
