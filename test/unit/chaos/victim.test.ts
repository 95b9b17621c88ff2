import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createPart, type Part } from '../../chaos/setups/part.ts';
import { victimOf } from '../../chaos/victim.ts';
import { temporaryFolder } from '../../rigs/temporary-folder.ts';

test('PostgreSQL is told apart from Temporal, and a daemon is worker and API', () => {
  const targetsOf = (kind: Part['kind']): unknown => {
    const parts: Part[] = [{ kind, pid: () => Promise.resolve(undefined) }];
    return victimOf({ kind: 'part', part: kind }, { parts, lanes: [], operators: [] }).targets;
  };
  expect(targetsOf('postgres')).toEqual(['postgres']);
  expect(targetsOf('temporal')).toEqual(['temporal']);
  expect(targetsOf('daemon')).toEqual(['worker', 'api']);
});

test('a part that is to be back at once after a kill is started again', async () => {
  const folder = await temporaryFolder('victim');
  const part = createPart({
    kind: 'api',
    command: [process.execPath, '-e', 'setInterval(() => undefined, 1000)'],
    environment: process.env,
    logFile: join(folder.path, 'log'),
    isReady: () => true,
  });
  try {
    await part.revive();
    const victim = victimOf({ kind: 'part', part: 'api' }, { parts: [part], lanes: [], operators: [] });
    const before = (await victim.pid()) ?? 0;
    process.kill(before, 'SIGKILL');
    await victim.revive();
    const after = await victim.pid();
    expect(after).toBeDefined();
    expect(after).not.toBe(before);
  } finally {
    await part.close();
    await folder.remove();
  }
});
