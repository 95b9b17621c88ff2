import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readKeys } from '../../../../worker/encryption/keys.ts';
import { StartError } from '../../../../worker/start-error.ts';
import { temporaryFolder } from '../../../rigs/temporary-folder.ts';

const good = randomBytes(32).toString('base64');

test('keys come from the environment and from files', async () => {
  const folder = await temporaryFolder('keys');
  try {
    const file = join(folder.path, 'key');
    await writeFile(file, `${good}\n`);
    const keys = await readKeys(
      [
        { id: 'a', key: '${env:KEY}' },
        { id: 'b', key: `\${file:${file}}` },
      ],
      { KEY: good },
    );
    expect(keys.map(({ id, key }) => [id, key.export().toString('base64')])).toEqual([
      ['a', good],
      ['b', good],
    ]);
  } finally {
    await folder.remove();
  }
});

test.each([
  ['is not set', undefined, 'The key a of temporal.encryption cannot be read: ${env:KEY} has no value'],
  ['is too short', randomBytes(16).toString('base64'), 'is not 32 bytes in base64; make one by: openssl'],
  ['is no base64', 'correct horse battery staple, and then some', 'is not 32 bytes in base64'],
  ['is in hexadecimal', randomBytes(32).toString('hex'), 'is not 32 bytes in base64'],
])('a key that %s is refused by its reference, never its value', async (_what, value, message) => {
  const refused = readKeys([{ id: 'a', key: '${env:KEY}' }], { KEY: value });
  await expect(refused).rejects.toThrow(StartError);
  await expect(refused).rejects.toThrow(message);
  await expect(refused).rejects.not.toThrow(value ?? good);
});
