/** A rule's question to a Prometheus, or to what has its API: any PromQL. */
import type { z } from 'zod';
import type { Finding } from '../finding.ts';
import { parsePlaceholders } from '../placeholders.ts';
import type { Slot } from '../plan.ts';
import { url } from '../schema/addresses.ts';
import { text } from '../schema/leaf.ts';
import { mapping } from '../schema/mapping.ts';
import {
  accessFindings,
  accessKeys,
  resolveAccess,
  type PrometheusAccess,
} from '../sources/prometheus/access.ts';
import type { Reading } from '../units.ts';
import type { QueryInput } from './query-input.ts';

/** An instant query. */
export interface PrometheusScalar {
  kind: 'prometheus';
  /** Base URL of the API, without `/api/v1`. */
  url: string;
  /** PromQL by the candidate's slot; `{{version}}` is still in it. */
  expressions: Record<Slot, string>;
  access: PrometheusAccess;
}

const LONGEST = 10_000;
const EXPECTED = 'PromQL, such as sum(rate(errors_total{slot="{{slot}}"}[1m]))';

function parseExpression(input: string): Reading<string> {
  if (input.trim() === '') return { refused: { message: 'the query is empty', expected: EXPECTED } };
  if (input.length > LONGEST) {
    return { refused: { message: 'the query is too long', expected: `at most ${LONGEST} characters` } };
  }
  return parsePlaceholders(input, ['slot', 'version']);
}

const written = mapping({
  url: url('Base URL of the API, without /api/v1.', 'http://127.0.0.1:9090'),
  query: text(EXPECTED, parseExpression, {
    minLength: 1,
    description: "PromQL; {{slot}} and {{version}} become the candidate's.",
  }),
  ...accessKeys,
}).meta({ description: 'An instant query of a Prometheus, or of what has its API.' });

/** A rule's question to a Prometheus. */
export const prometheus = written.transform((input: z.output<typeof written>): QueryInput => ({
  findings: (): Finding[] => accessFindings(input),
  resolve(folder): PrometheusScalar {
    const of = (slot: Slot): string => input.query.replaceAll('{{slot}}', slot);
    return {
      kind: 'prometheus',
      url: input.url,
      expressions: { blue: of('blue'), green: of('green') },
      access: resolveAccess(input, folder),
    };
  },
}));
