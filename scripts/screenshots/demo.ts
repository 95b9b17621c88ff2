import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** A demo whose story is told, and that stays up. */
export interface Demo {
  /** `http://127.0.0.1:PORT` of its daemon. */
  api: string;
  /** Path of its service file. */
  definition: string;
  /** Ends it with all that it started. */
  stop: () => Promise<void>;
}

const main = fileURLToPath(new URL('../../examples/demo/main.ts', import.meta.url));
const dashboard = /^The dashboard: (http:\/\/127\.0\.0\.1:\d+)\/ui\/$/;
const files = /^The service file is (\S+), the settings/;

/** Plays the demo, tells its lines, and is there when it invites to look around. Throws where it ends before. */
export async function startDemo(): Promise<Demo> {
  const child = spawn(process.execPath, [main, '--keep'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  const stop = async (): Promise<void> => {
    if (child.exitCode === null) child.kill('SIGINT');
    await ended;
  };
  try {
    const invitation = await Promise.race([invited(child.stdout), ended.then(() => undefined)]);
    if (invitation === undefined)
      throw new Error('The demo ended before its story was told; its last lines say why.');
    return { ...invitation, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** What the invitation says. Reads on after it, so that the demo never waits for a reader. */
async function invited(output: NodeJS.ReadableStream): Promise<Omit<Demo, 'stop'>> {
  const found = Promise.withResolvers<Omit<Demo, 'stop'>>();
  let api = '';
  createInterface({ input: output }).on('line', (line) => {
    console.log(line);
    api = dashboard.exec(line)?.[1] ?? api;
    const definition = files.exec(line)?.[1];
    if (definition !== undefined) found.resolve({ api, definition });
  });
  return found.promise;
}
