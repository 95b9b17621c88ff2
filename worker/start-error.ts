/** Why the daemon cannot start or go on: a message for the person who starts it, with the next step. */
export class StartError extends Error {
  override name = 'StartError';
}
