import { runQuietly } from '../setup/command.mjs';
import { failureReason } from '../setup/setup-error.mjs';
import { databaseUser } from './postgres.ts';

/** Temporal's two databases: of its workflows, and of what lists of them are read from. */
export const databases = { main: 'temporal', visibility: 'temporal_visibility' } as const;

/** How the databases are reached. */
export interface DatabaseAccess {
  /** Temporal's tool for its schemas. */
  sql: string;
  port: number;
  password: string;
}

/** Makes both databases, with nothing in them. */
export async function makeSchemas(access: DatabaseAccess): Promise<void> {
  for (const name of Object.values(databases)) {
    await call(access, name, 'create-database');
    await call(access, name, 'setup-schema', '--version', '0.0');
  }
}

/** Brings both databases to the server's version; quick where they are. */
export async function updateSchemas(access: DatabaseAccess): Promise<void> {
  await call(access, databases.main, 'update-schema', '--schema-name', 'postgresql/v12/temporal');
  await call(access, databases.visibility, 'update-schema', '--schema-name', 'postgresql/v12/visibility');
}

async function call({ sql, port, password }: DatabaseAccess, database: string, ...args: string[]) {
  const { ok, output } = await runQuietly(sql, args, {
    env: {
      ...process.env,
      SQL_PLUGIN: 'postgres12',
      SQL_HOST: '127.0.0.1',
      SQL_PORT: String(port),
      SQL_USER: databaseUser,
      SQL_PASSWORD: password,
      SQL_DATABASE: database,
    },
  });
  if (!ok)
    throw new Error(
      `Temporal's schema tool failed at ${args.join(' ')} for ${database}: ${failureReason(output)}`,
    );
}
