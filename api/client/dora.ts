import { dora, type Dora } from '../wire/dora.ts';
import type { Ask } from './ask.ts';

/** Figures of how releases go. */
export interface DoraCalls {
  dora: (query: Record<string, string>) => Promise<Dora>;
}

/** The calls about figures. */
export function doraCalls(ask: Ask): DoraCalls {
  return { dora: async (params) => ask(dora, 'GET', '/v1/dora', { params }) };
}
