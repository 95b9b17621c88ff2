import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkPaths } from '../../../config/check.ts';
import { describeProblem } from '../../../config/problem.ts';
import { temporaryFolder, type TemporaryFolder } from '../../rigs/temporary-folder.ts';
import { EXAMPLE } from './example.ts';

const told = `${EXAMPLE}    notify:
      - log
      - github: { repository: acme/checkout }
      - slack: { channel: '#releases' }
`;

let folder: TemporaryFolder;

beforeEach(async () => {
  folder = await temporaryFolder('needs');
  await writeFile(join(folder.path, 'checkout.yaml'), told);
});
afterEach(async () => folder.remove());

/** What is wrong with the service file beside these settings. */
async function wrong(settings?: string): Promise<string[]> {
  if (settings !== undefined) await writeFile(join(folder.path, 'sluice.yaml'), settings);
  const { problems } = await checkPaths([folder.path]);
  return problems.map((problem) => describeProblem(problem).replace(`${folder.path}/`, ''));
}

test('a service file alone is right: what the settings have is not known', async () => {
  expect(await wrong()).toEqual([]);
});

test('what the settings lack is told in its place', async () => {
  const [github, slack, ...more] = await wrong('listen: 127.0.0.1:0\n');
  const line = told.split('\n').findIndex((text) => text.includes('github:')) + 1;
  expect(github).toBe(
    `checkout.yaml:${line}:9: the settings have no github, so it cannot be told at environments.production.notify[1].github; expected github with an app or a token in sluice.yaml; or take this notifier away`,
  );
  expect(slack).toContain(`checkout.yaml:${line + 1}:9: the settings have no slack`);
  expect(more).toEqual([]);
});

test('by a secret of its webhooks alone GitHub cannot be told', async () => {
  const slack = "slack: { botToken: '${env:BOT}', appToken: '${env:APP}' }\n";
  const webhooks = "github: { webhookSecret: '${env:HOOK}' }\n";
  expect(await wrong(slack + webhooks)).toEqual([expect.stringContaining('the settings have no github')]);
  expect(await wrong(`${slack}github: { token: '\${env:TOKEN}' }\n`)).toEqual([]);
});
