import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';

/** Sends one command to HAProxy's Runtime API, as `socat` would, and answers with all that comes back. */
export async function runCommand(socket: string, line: string): Promise<string> {
  const connection = connect(socket);
  await once(connection, 'connect');
  connection.end(`${line}\n`);
  return (await text(connection)).trimEnd();
}
