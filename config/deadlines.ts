/** Default deadlines of steps, in milliseconds. */
export const DEADLINES = { deploy: 600_000, shift: 300_000, cutover: 600_000 } as const;
