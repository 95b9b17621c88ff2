/**
 * The reason of an abort that ends the waiting and not the work: this process stops, or another attempt has taken
 * over, and whoever comes next goes on with what was begun.
 */
export class HandedBack extends Error {
  override name = 'HandedBack';
}
