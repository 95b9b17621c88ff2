/** Default deadlines of steps, in milliseconds. */
export const DEADLINES = { deploy: 600_000, shift: 300_000, cutover: 600_000 } as const;

/** How long an attempt to write to a router may take, in milliseconds; none writes later than that. */
export const WRITE_TIMEOUT = 30_000;

/** A run of a schedule that could begin its release only later than this is missed, in milliseconds. */
export const CATCH_UP = 600_000;
