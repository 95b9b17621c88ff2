import { entriesOfAnswer, type Entry } from './entries.ts';
import type { Session } from './session.ts';

/** A map in a running HAProxy, over one connection. */
export interface RunningMap {
  /** What it holds now. */
  entries(): Promise<Entry[]>;
  /** Takes a version number for a later commit: higher than all that were taken before. */
  prepare(): Promise<number>;
  /** Adds an entry to a version that is not in effect yet. */
  add(version: number, entry: Entry): Promise<void>;
  /**
   * Puts a version into effect, in place of all that the map held. Answers false where a version is in place that
   * was taken after this one: the map is then as it was.
   */
  commit(version: number): Promise<boolean>;
}

/** Finds the map of that file. Throws a sentence where HAProxy has not loaded it. */
export async function findMap(session: Session, file: string, at: string): Promise<RunningMap> {
  const listed = mapsIn(await session.run('show map'));
  const found = listed.find(({ name }) => name === file);
  if (found === undefined) {
    const others = listed.map(({ name }) => name).join(', ');
    throw new Error(
      `The HAProxy at ${at} has not loaded the map ${file}; it has ${others === '' ? 'none' : others}. Name it by ` +
        `this path in HAProxy's configuration, as docs/haproxy.md shows, and reload HAProxy.`,
    );
  }
  const map = `#${found.id}`;
  const change = async (command: string): Promise<void> => {
    const answer = await session.run(command);
    if (answer !== '') throw refused(command, answer, at);
  };
  return {
    entries: async () => entriesOfAnswer(await session.run(`show map ${map}`)),
    async prepare() {
      const command = `prepare map ${map}`;
      const answer = await session.run(command);
      const version = /^New version created: (\d+)$/m.exec(answer)?.[1];
      if (version === undefined) throw refused(command, answer, at);
      return Number(version);
    },
    add: (version, [key, value]) => change(`add map @${version} ${map} ${escaped(key)} ${escaped(value)}`),
    async commit(version) {
      const command = `commit map @${version} ${map}`;
      const answer = await session.run(command);
      if (/out of range/.test(answer)) return false;
      if (answer !== '') throw refused(command, answer, at);
      return true;
    },
  };
}

/** The maps in the answer of `show map`. Newer versions put the way in which a file is loaded before its name. */
function mapsIn(answer: string): { id: string; name: string }[] {
  return [...answer.matchAll(/^(-?\d+) \((.*?)\) pattern loaded/gm)].map(([, id = '', name = '']) => ({
    id,
    name: name.replace(/^(file|opt)@/, ''),
  }));
}

function escaped(text: string): string {
  return text.replace(/[\\ ;]/g, '\\$&');
}

function refused(command: string, answer: string, at: string): Error {
  const [first = ''] = answer.split('\n', 1);
  return new Error(
    `The HAProxy at ${at} answered "${first}" to "${command}". Sluice needs HAProxy 2.6 or later.`,
  );
}
