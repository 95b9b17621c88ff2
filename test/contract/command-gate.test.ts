import { readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CommandGate } from '../../config/gates/gate.ts';
import type { GateAnswer } from '../../providers/gates/gate.ts';
import { createGate } from '../../providers/gates/index.ts';
import { temporaryFolder, type TemporaryFolder } from '../rigs/temporary-folder.ts';
import { gateContract, type Evidence, type GateRig } from './gate-contract.ts';

const signal = new AbortController().signal;
const question = {
  release: 'shop.production.7',
  service: 'shop',
  environment: 'production',
  version: 'v2',
  revision: 'abc123',
  slot: 'green',
  step: 1,
  attempt: 1,
} as const;

function makeGate(folder: string, command: string, report: CommandGate['report'], timeout = 10_000) {
  const environment = { TOKEN: '${env:TOKEN}' };
  const config: CommandGate = { kind: 'command', command, directory: folder, environment, timeout, report };
  const daemon = { PATH: process.env['PATH'], TOKEN: 'tok-12345' };
  const context = { dataFolder: join(folder, 'data'), environment: daemon, log: pino({ level: 'silent' }) };
  return createGate(config, 'shop.production', context);
}

/** A command that does what the test wrote into `script`; its report is written into `report.json`. */
async function makeRig(): Promise<GateRig> {
  const folder = await temporaryFolder('gate');
  const file = join(folder.path, 'report.json');
  const report = (outcome: string, revision = '$SLUICE_REVISION'): string =>
    `echo "{\\"outcome\\": \\"${outcome}\\", \\"summary\\": \\"checked\\", \\"revision\\": \\"${revision}\\"}" > report.json`;
  const scripts: Record<Evidence, string> = {
    pass: report('pass'),
    fail: `${report('fail')}; exit 1`,
    nothing: 'rm -f report.json',
    broken: 'echo "{" > report.json',
    stale: 'true',
    'of another revision': report('pass', 'def456'),
    undecided: report('inconclusive'),
  };
  return {
    gate: makeGate(folder.path, '. ./script', { kind: 'file', path: file }),
    set: async (evidence) => {
      await writeFile(join(folder.path, 'script'), scripts[evidence]);
      if (evidence !== 'stale') return;
      await writeFile(file, JSON.stringify({ outcome: 'pass', summary: 'checked', revision: 'abc123' }));
      const yesterday = new Date(Date.now() - 86_400_000);
      await utimes(file, yesterday, yesterday);
    },
    stop: () => folder.remove(),
  };
}

gateContract('command', makeRig);

describe('a command as a gate', () => {
  let folder: TemporaryFolder;
  beforeEach(async () => {
    folder = await temporaryFolder('gate');
  });
  afterEach(() => folder.remove());

  const printed = (command: string, timeout?: number): Promise<GateAnswer> =>
    makeGate(folder.path, command, { kind: 'printed' }, timeout).check(question, signal);
  const judged = (command: string): Promise<GateAnswer> =>
    makeGate(folder.path, command, { kind: 'none' }).check(question, signal);
  const saying = (outcome: string): string =>
    `echo '{"outcome": "${outcome}", "summary": "0 critical", "revision": "abc123", "link": "https://ci.example.com/7"}'`;

  test('a printed report is the evidence, whatever is said on the side', async () => {
    const answer = await printed(`echo "scanning $SLUICE_VERSION" >&2; ${saying('pass')}`);
    expect(answer).toMatchObject({
      outcome: 'pass',
      summary: '0 critical',
      link: 'https://ci.example.com/7',
    });
    const [, log = ''] = /^standard output, sha256 [0-9a-f]{64}, log (\S+)$/.exec(answer.evidence) ?? [];
    expect(await readFile(log, 'utf8')).toBe('scanning v2\n');
  });

  test.each([
    ['a status that says otherwise than a pass', `${saying('pass')}; exit 2`, 'crashed'],
    ['nothing printed', 'true', 'no evidence'],
    ['nothing printed by a command that failed', 'echo "no database" >&2; exit 1', 'no evidence'],
    ['more than the report printed', `echo scanning; ${saying('pass')}`, 'no evidence'],
    ['an outcome that is none', saying('passed'), 'no evidence'],
    ['no revision', `echo '{"outcome": "pass", "summary": "fine"}'`, 'no evidence'],
    ['a command that is killed', `${saying('pass')}; kill -9 $$`, 'crashed'],
  ])('%s is no pass', async (_what, command, reason) => {
    expect(await printed(command)).toMatchObject({ outcome: 'inconclusive', reason });
  });

  test('a fail is one whatever the status', async () => {
    expect((await printed(saying('fail'))).outcome).toBe('fail');
    expect((await printed(`${saying('fail')}; exit 3`)).outcome).toBe('fail');
  });

  test('one that takes too long could not tell', async () => {
    expect(await printed(`${saying('pass')}; sleep 60`, 300)).toMatchObject({
      outcome: 'inconclusive',
      reason: 'crashed',
      summary: expect.stringMatching(/^was ended after 0\.3 s, its timeout/),
    });
  });

  test.each([
    [0, 'pass', undefined],
    [1, 'fail', undefined],
    [2, 'inconclusive', 'crashed'],
    [127, 'inconclusive', 'crashed'],
  ])('without a report, status %i is %s', async (status, outcome, reason) => {
    const answer = await judged(`echo "checked {{version}}"; exit ${status}`);
    expect(answer).toMatchObject({ outcome, summary: `ended with status ${status}: checked v2` });
    expect(answer.reason).toBe(reason);
    expect(answer.evidence).toMatch(/^exit status, log \S+$/);
  });

  test('no secret is in what it says', async () => {
    const report = `{\\"outcome\\": \\"fail\\", \\"summary\\": \\"found $TOKEN\\", \\"revision\\": \\"abc123\\"}`;
    expect((await printed(`echo "${report}"`)).summary).toBe('found ***');
    const path = join(folder.path, 'report.json');
    const gate = makeGate(folder.path, `echo "${report}" > report.json`, { kind: 'file', path });
    expect((await gate.check(question, signal)).summary).toBe('found ***');
  });
});
