import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** A demo whose story is told, and that stays up. */
export interface Demo {
  /** `http://127.0.0.1:PORT` of its daemon. */
  api: string;
  /** Ends it with all that it started. */
  stop: () => Promise<void>;
}

const main = fileURLToPath(new URL('../../examples/demo/main.ts', import.meta.url));
const invitation = /^The dashboard: (http:\/\/127\.0\.0\.1:\d+)\/ui\/$/;

/** Plays the demo, tells its lines, and is there when it invites to look around. Throws where it ends before. */
export async function startDemo(): Promise<Demo> {
  const child = spawn(process.execPath, [main, '--keep'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  const stop = async (): Promise<void> => {
    if (child.exitCode === null) child.kill('SIGINT');
    await ended;
  };
  try {
    const [api] = await Promise.race([invited(child.stdout), ended.then(() => [])]);
    if (api === undefined)
      throw new Error('The demo ended before its story was told; its last lines say why.');
    return { api, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The address of the invitation. Reads on after it, so that the demo never waits for a reader. */
async function invited(output: NodeJS.ReadableStream): Promise<[string]> {
  const found = Promise.withResolvers<[string]>();
  createInterface({ input: output }).on('line', (line) => {
    console.log(line);
    const api = invitation.exec(line)?.[1];
    if (api !== undefined) found.resolve([api]);
  });
  return found.promise;
}
