/** The latest moment that is taken: the end of the year 9999, milliseconds since the epoch. A `Date` holds little more. */
export const LATEST_MOMENT = 253_402_300_799_999;
