import { readFileSync } from 'node:fs';
import { z } from 'zod';

const targetSchema = z.looseObject({ expr: z.string(), legendFormat: z.string() });
const overrideSchema = z.looseObject({ matcher: z.looseObject({ options: z.string() }) });
const panelSchema = z.looseObject({
  id: z.number(),
  type: z.string(),
  title: z.string(),
  gridPos: z.strictObject({ x: z.number(), y: z.number(), w: z.number(), h: z.number() }),
  targets: z.array(targetSchema).default([]),
  fieldConfig: z.looseObject({ overrides: z.array(overrideSchema) }).exactOptional(),
});
const dashboardSchema = z.looseObject({
  uid: z.string(),
  panels: z.array(panelSchema),
  templating: z.looseObject({
    list: z.array(
      z.looseObject({
        name: z.string(),
        regex: z.string().exactOptional(),
        query: z.union([z.string(), z.looseObject({ query: z.string() }).transform(({ query }) => query)]),
      }),
    ),
  }),
  annotations: z.looseObject({
    list: z.array(z.looseObject({ target: z.looseObject({ tags: z.array(z.string()) }).exactOptional() })),
  }),
});

/** What tests look at in a dashboard. */
export type DashboardParts = z.output<typeof dashboardSchema>;

/** Reads a dashboard of docs/grafana as Grafana is given it. */
export function readDashboard(name: string): DashboardParts {
  const text = readFileSync(new URL(`../../docs/grafana/${name}`, import.meta.url), 'utf8');
  return dashboardSchema.parse(JSON.parse(text));
}
