import { z } from 'zod';

/** The name of whoever acts, as far as it is only claimed. */
export const actorClaim = z
  .string()
  .regex(/^[A-Za-z0-9@._+-]{1,100}$/, 'expected 1 to 100 letters, digits or any of @ . _ + -')
  .default('anonymous');
