/**
 * Whether a value can be what a counter has come to: above 2^53 single requests are lost in rounding, and a sum of
 * such values would be infinite at last, which no verdict can weigh.
 */
export function isCount(value: number): boolean {
  return value >= 0 && value <= Number.MAX_SAFE_INTEGER;
}
