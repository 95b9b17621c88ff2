import type { Slot } from '../plan.ts';

/** The same for each slot, with `{{slot}}` replaced by its name in every value. */
export function bySlot(values: Record<string, string>): Record<Slot, Record<string, string>> {
  const of = (slot: Slot): Record<string, string> =>
    Object.fromEntries(
      Object.entries(values).map(([name, value]) => [name, value.replaceAll('{{slot}}', slot)]),
    );
  return { blue: of('blue'), green: of('green') };
}
