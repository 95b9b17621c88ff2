import { z } from 'zod';
import { tail } from '../../tail.ts';
import type { InstanceDescription, SlotDescription } from '../platform.ts';

/** More than any slot has: it is read each second, and told on to what people read. Lengths in characters. */
const most = { instances: 1000, name: 200, url: 2000, detail: 500 };

const url = z
  .url({ protocol: /^https?$/, error: 'expected a URL such as http://10.0.0.7:8080' })
  .max(most.url);

const instanceSchema = z.object({
  id: z.string().min(1).max(most.name),
  state: z.enum(['ready', 'starting', 'dead']),
  endpoint: z.string().max(most.url).default(''),
  /** Of what is longer its end, which says what it died of. */
  detail: z
    .string()
    .default('')
    .transform((detail) => tail(detail, most.detail)),
  /** Milliseconds since the epoch. */
  startedAt: z.number().exactOptional(),
});

const printedSchema = z
  .object({
    ready: z.int().min(0),
    wanted: z.int().min(0),
    endpoints: z.array(url).max(most.instances),
    version: z.string().min(1).max(most.name).nullish(),
    instances: z.array(instanceSchema).max(most.instances).exactOptional(),
  })
  .refine(({ wanted, version }) => wanted === 0 || typeof version === 'string', {
    path: ['version'],
    error: 'expected the version that is in the slot, since instances are wanted there',
  })
  .refine(({ ready, endpoints }) => ready === 0 || endpoints.length > 0, {
    path: ['endpoints'],
    error: 'expected at least one, since instances are ready',
  });

/** Characters of what was printed that an error quotes. */
const quoted = 500;

/** What the user's `ready` command printed, as a description of the slot. Throws with what is wrong and a quote. */
export function readPrinted(printed: string, place: string): SlotDescription {
  const refuse = (wrong: string): Error =>
    new Error(
      `What platform.command.ready printed of ${place} cannot be understood: ${wrong}. It printed: ` +
        `${printed.trim() === '' ? 'nothing' : tail(printed, quoted)}`,
    );
  let value: unknown;
  try {
    value = JSON.parse(printed);
  } catch {
    throw refuse('expected one JSON object on standard output, and nothing else');
  }
  const parsed = printedSchema.safeParse(value);
  if (!parsed.success) {
    const wrong = parsed.error.issues.map(
      ({ path, message }) => `${path.join('.') || 'all of it'}: ${message}`,
    );
    throw refuse(wrong.join('; '));
  }
  const { ready, wanted, endpoints, version, instances } = parsed.data;
  return {
    ready,
    wanted,
    endpoints,
    ...(typeof version === 'string' ? { version } : {}),
    instances: served(endpoints, instances ?? []),
  };
}

/** Traffic goes to what is ready among the instances, so that has to be what `endpoints` says. */
function served(endpoints: string[], instances: InstanceDescription[]): InstanceDescription[] {
  const known = instances.filter(({ state, endpoint }) => state !== 'ready' || endpoints.includes(endpoint));
  const told = new Set(known.filter(({ state }) => state === 'ready').map(({ endpoint }) => endpoint));
  const others = endpoints.filter((endpoint) => !told.has(endpoint));
  return [
    ...known,
    ...others.map((endpoint): InstanceDescription => ({
      id: endpoint,
      state: 'ready',
      endpoint,
      detail: '',
    })),
  ];
}
