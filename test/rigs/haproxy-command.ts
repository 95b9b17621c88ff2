import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';

/** Sends one command to HAProxy's Runtime API and answers with all that comes back within 5 s, until HAProxy closes. */
export async function runCommand(socket: string, line: string): Promise<string> {
  const connection = connect(socket);
  connection.setTimeout(5000, () => connection.destroy(new Error(`HAProxy did not answer ${line}`)));
  await once(connection, 'connect');
  connection.write(`${line}\n`);
  return (await text(connection)).trimEnd();
}
