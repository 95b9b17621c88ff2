import { connect } from 'node:net';
import { errorCode } from '../../error-code.ts';

/** One connection to HAProxy's Runtime API, so that all its commands reach the same process. */
export interface Session {
  /** Sends a command and answers with the text that came back, without the blank line at its end. */
  run(command: string): Promise<string>;
}

/** How long one answer may take, in milliseconds. */
const patience = 5000;
/** What stands at the end of each answer in interactive mode. */
const prompt = '\n> ';

/**
 * Opens a connection to the Runtime API at the path or HOST:PORT, and closes it when `use` has ended. Throws a
 * sentence that names the socket when nothing answers there, or anything but HAProxy.
 */
export async function withSession<T>(
  at: string,
  signal: AbortSignal,
  use: (session: Session) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  const connection = connect(addressOf(at)).setEncoding('utf8');
  connection.on('timeout', () => connection.destroy(new Error(`no answer within ${patience / 1000} s`)));
  const abort = (): void => void connection.destroy(new Error('called off'));
  signal.addEventListener('abort', abort, { once: true });
  const chunks = connection[Symbol.asyncIterator]();

  const ask = async (command: string): Promise<string> => {
    connection.setTimeout(patience);
    connection.write(`${command}\n`);
    let answer = '';
    while (!answer.endsWith(prompt)) {
      const chunk = await chunks.next();
      if (chunk.done === true) throw new Error('it closed the connection');
      answer += String(chunk.value);
    }
    connection.setTimeout(0);
    return answer.slice(0, -prompt.length).replace(/\n$/, '');
  };
  const run = (command: string): Promise<string> =>
    ask(command).catch((error: unknown) => {
      signal.throwIfAborted();
      throw failure(at, error);
    });
  try {
    // Without it HAProxy would close the connection after one command.
    await run('prompt');
    return await use({ run });
  } finally {
    signal.removeEventListener('abort', abort);
    connection.on('error', () => undefined).destroy();
  }
}

function failure(at: string, error: unknown): Error {
  const reason = errorCode(error) ?? (error instanceof Error ? error.message : String(error));
  return new Error(
    `HAProxy's Runtime API at ${at} failed: ${reason}. Is HAProxy running, and does its configuration have a ` +
      `stats socket there that this user may open?`,
    { cause: error },
  );
}

function addressOf(at: string): { path: string } | { host: string; port: number } {
  if (at.startsWith('/')) return { path: at };
  const colon = at.lastIndexOf(':');
  return { host: at.slice(0, colon).replace(/^\[|\]$/g, ''), port: Number(at.slice(colon + 1)) };
}
