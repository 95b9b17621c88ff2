import { parseArgs } from 'node:util';

/** What the command was asked for. */
export interface Options {
  /** Holds the database and the logs. */
  data: string;
  /** Of Temporal. */
  port?: number;
}

const USAGE = 'Usage: npm run temporal:postgres -- [--data FOLDER] [--port PORT]';

/** Reads the arguments. Throws a sentence with the usage when one is not known or has a wrong value. */
export function readOptions(args: string[]): Options {
  const { data = '.sluice/postgres', port } = parse(args);
  if (port === undefined) return { data };
  if (!/^\d+$/.test(port) || Number(port) < 1 || Number(port) >= 32_768)
    throw new Error(
      `--port ${port}: expected 1 to 32767, since Temporal keeps no higher port on PostgreSQL. ${USAGE}`,
    );
  return { data, port: Number(port) };
}

function parse(args: string[]) {
  const options = { data: { type: 'string' }, port: { type: 'string' } } as const;
  try {
    return parseArgs({ args, options }).values;
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : String(error)}. ${USAGE}`, { cause: error });
  }
}
