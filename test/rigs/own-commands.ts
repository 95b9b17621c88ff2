import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Change } from './lane.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** A team's own commands for the lane `sample.demo`: its platform, a gate, and two steps with their undo. */
export interface OwnCommands {
  /** Makes them the service file's platform and steps. */
  change: Change;
  /** Lets a command of this name wait at its begin until it is opened. */
  close(name: string): Promise<void>;
  open(name: string): Promise<void>;
  /** What the commands did for a version, in order: `NAME begins` with its attempt, and `NAME ends`. */
  did(version: string): Promise<string[]>;
  remove(): Promise<void>;
}

const platform = fileURLToPath(new URL('../../examples/commands/own-instances.mjs', import.meta.url));
const instance = fileURLToPath(new URL('../../examples/demo/service/main.ts', import.meta.url));

const script = `
echo "$SLUICE_VERSION $1 begins \${SLUICE_ATTEMPT:-}" >> did
while [ -e "closed-$1" ]; do sleep 0.05; done
case $1 in
  deploy | retire) '${process.execPath}' '${platform}' "$1" || exit ;;
  gate) echo "{\\"outcome\\": \\"pass\\", \\"summary\\": \\"0 findings\\", \\"revision\\": \\"$SLUICE_REVISION\\"}" ;;
  tell) test "$SLUICE_VERSION" != v3-untold || exit 7 ;;
esac
echo "$SLUICE_VERSION $1 ends" >> did
`;

/** Writes the commands into a folder of their own. */
export async function makeOwnCommands(): Promise<OwnCommands> {
  const folder = await temporaryFolder('own');
  const file = (name: string): string => join(folder.path, name);
  await mkdir(file('state'));
  await writeFile(file('own.sh'), script);
  const directory = folder.path;
  const own = (name: string): string => `sh ./own.sh ${name}`;
  const environment = { STATE: file('state'), INSTANCE: instance, SAMPLE_RECORDS: file('state') };
  const ready = [process.execPath, platform, 'ready'];
  const steps = [
    { gate: { command: own('gate'), directory } },
    { run: { command: own('migrate'), undo: own('unmigrate'), directory } },
    'deploy',
    { smoke: { get: '/health' } },
    { shift: '50%' },
    { run: { command: own('tell'), undo: own('untell'), onFail: 'revert', directory } },
    'cutover',
    'retire',
  ];
  return {
    change: [
      [
        ['platform'],
        { command: { deploy: own('deploy'), ready, retire: own('retire'), directory, environment } },
      ],
      [['metrics'], undefined],
      [['drain'], { wait: '200ms' }],
      [['steps'], steps],
    ],
    close: async (name) => writeFile(file(`closed-${name}`), ''),
    open: async (name) => rm(file(`closed-${name}`)),
    did: async (version) => {
      const lines = (await readFile(file('did'), 'utf8').catch(() => '')).split('\n');
      const ours = lines.filter((line) => line.startsWith(`${version} `));
      return ours.map((line) => line.slice(version.length + 1).trim());
    },
    remove: () => folder.remove(),
  };
}
