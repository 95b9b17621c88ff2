import { describe, expect, test } from 'vitest';
import { cycleViolations } from './architecture/cycles.ts';
import { allImports, importsOf } from './architecture/imports.ts';
import { layerViolations } from './architecture/layers.ts';
import { analysisViolations, bundleViolations } from './architecture/purity.ts';
import { shapeViolations } from './architecture/shape.ts';
import { startViolations } from './architecture/start.ts';
import { readSources, type Sources } from './architecture/sources.ts';

function violations(sources: Sources): string[] {
  const imports = allImports(sources);
  return [
    ...layerViolations(imports),
    ...bundleViolations(imports),
    ...analysisViolations(imports),
    ...cycleViolations(imports),
    ...startViolations(imports),
    ...shapeViolations(sources),
  ];
}

test('the repository keeps the rules', () => {
  const sources = readSources();
  expect(sources.size).toBeGreaterThan(20);
  expect(violations(sources)).toEqual([]);
});

describe('an import against the layers is told with its file', () => {
  test.each([
    ['cli/release.ts', "import { app } from '../api/app.ts';"],
    ['cli/release.ts', "import type { W } from '../workflows/messages.ts';"],
    ['cli/check.ts', "import { startWorker } from '../worker/start.ts';"],
    ['api/app.ts', "import { lane } from '../workflows/lane.ts';"],
    ['api/app.ts', "export * from '../worker/start.ts';"],
    ['worker/start.ts', "import { traefik } from '../providers/routers/traefik.ts';"],
    ['activities/deploy.ts', "import { release } from '../workflows/release.ts';"],
    ['activities/deploy.ts', "import { app } from '../api/app.ts';"],
    ['providers/routers/traefik.ts', "import { settings } from '../../config/settings.ts';"],
    ['providers/routers/traefik.ts', "import type { P } from '../platforms/platform.ts';"],
    ['workflows/release.ts', "import { deploy } from '../activities/deploy.ts';"],
    ['workflows/release.ts', "const later = await import('../providers/context.ts');"],
    ['analysis/safe.ts', "import type { Plan } from '../config/plan.ts';"],
    ['analysis/safe.ts', "import { readFileSync } from 'node:fs';"],
    ['config/plan.ts', "import { verdict } from '../analysis/verdict.ts';"],
    ['web/main.tsx', "import { releaseView } from '../api/wire/release.ts';"],
    ['web/main.tsx', "import { createClient } from '../api/client.ts';"],
  ])('%s: %s', (path, text) => {
    const found = violations(new Map([[path, text]]));
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(new RegExp(`^${path} imports \\S+`));
  });

  test.each([
    ['cli/release.ts', "import { call } from '../api/client.ts';"],
    ['cli/serve.ts', "import { startWorker } from '../worker/start.ts';"],
    ['api/app.ts', "import { submit } from '../workflows/messages.ts';"],
    ['activities/deploy.ts', "import type { Life } from '../workflows/life.ts';"],
    ['providers/routers/traefik.ts', "import type { Plan } from '../../config/plan.ts';"],
    ['providers/routers/traefik.ts', "import type { Router } from './router.ts';"],
    ['workflows/release.ts', "import type { Deploy } from '../activities/deploy.ts';"],
    ['workflows/release.ts', "import { sleep } from '@temporalio/workflow';"],
    ['web/main.tsx', "import type { ReleaseView } from '../api/wire/release.ts';"],
    ['test/e2e/demo.test.ts', "import { deploy } from '../../activities/deploy.ts';"],
  ])('allowed: %s: %s', (path, text) => {
    expect(violations(new Map([[path, text]]))).toEqual([]);
  });
});

test("a daemon loads what it needs only later while Temporal's server starts", () => {
  const sources = new Map([
    ['cli/serve/serve.ts', "import { startDaemon } from './daemon.ts';"],
    ['cli/serve/daemon.ts', "import { connect } from '../../worker/connect.ts';"],
    ['worker/connect.ts', "import { Client } from '@temporalio/client';"],
  ]);
  expect(violations(sources)).toEqual([
    "worker/connect.ts loads @temporalio/client before Temporal's server is started.",
  ]);
  sources.set('cli/serve/daemon.ts', "const later = await import('../../worker/connect.ts');");
  expect(violations(sources)).toEqual([]);
});

test('zod may not come into the workflow bundle through another file', () => {
  const sources = new Map([
    ['workflows/release.ts', "import { percent } from '../config/units.ts';"],
    ['config/units.ts', "import { z } from 'zod';"],
  ]);
  expect(violations(sources)).toEqual([
    'workflows/release.ts → config/units.ts loads zod, which may not be in the workflow bundle.',
  ]);
  sources.set('workflows/release.ts', "import type { Percent } from '../config/units.ts';");
  expect(violations(sources)).toEqual([]);
});

test('a circle of imports is told with the files on it', () => {
  const sources = new Map([
    ['config/a.ts', "import { b } from './b.ts';"],
    ['config/b.ts', "import { c } from './c.ts';"],
    ['config/c.ts', "import { b } from './b.ts';"],
  ]);
  expect(violations(sources)).toEqual(['Imports go in a circle: config/b.ts → config/c.ts → config/b.ts.']);
});

test('a long file and a name that says nothing are told', () => {
  const sources = new Map([
    ['config/long.ts', 'x;\n'.repeat(351)],
    ['config/utils/time.ts', ''],
    ['config/helpers.ts', ''],
  ]);
  expect(violations(sources)).toEqual([
    'config/long.ts has 351 lines: 350 is the most, divide it.',
    'config/utils/time.ts is named "utils": name it for what it holds.',
    'config/helpers.ts is named "helpers": name it for what it holds.',
  ]);
});

test('imports are read over several lines, with and without names, and as types', () => {
  const text = [
    'import {',
    '  a,',
    '  type B,',
    "} from './a.ts';",
    "import './side-effect.ts';",
    "export type { C } from '../c.ts';",
    "export const text = 'no import';",
    "import fs from 'node:fs';",
    "// import { no } from './no.ts';",
  ].join('\n');
  expect(importsOf('x/y.ts', text).map(({ to, typeOnly }) => [to, typeOnly])).toEqual([
    ['x/a.ts', false],
    ['x/side-effect.ts', false],
    ['c.ts', true],
    ['node:fs', false],
  ]);
});
