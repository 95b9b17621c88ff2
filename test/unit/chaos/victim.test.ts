import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createPart } from '../../chaos/setups/part.ts';
import { victimOf } from '../../chaos/victim.ts';
import { temporaryFolder } from '../../rigs/temporary-folder.ts';

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
