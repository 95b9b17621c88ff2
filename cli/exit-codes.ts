/** What the command's exit status says. */
export const exitCodes = {
  /** Done; of a followed release: completed. */
  ok: 0,
  /** The followed release was reverted, left or lost. */
  reverted: 1,
  /** Wrong usage or configuration, or the API could not be reached. */
  usage: 2,
  /** The followed release is held; only with --stop-on-hold. */
  held: 3,
  /** The lane or the release refused; nothing was changed. */
  refused: 4,
  /** --timeout passed; the release goes on. */
  timeout: 5,
} as const;

/** One of the exit statuses. */
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
