import { isGrpcServiceError, type Connection } from '@temporalio/client';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { searchAttributeNames } from './search-attributes.ts';
import { StartError } from './start-error.ts';
import type { TemporalTarget } from './temporal-target.ts';

/** Temporal's number for the type Keyword. */
const KEYWORD = 2;
const INVALID_ARGUMENT = 3;
const ALREADY_EXISTS = 6;
const PATIENCE = 60_000;

/**
 * Registers the search attributes that are missing and waits until a query may name them. Throws a StartError
 * with the commands to run where this client may not register them, or where they do not appear within 60 s.
 */
export async function registerSearchAttributes(
  connection: Connection,
  target: TemporalTarget,
  log: Logger,
  signal: AbortSignal,
): Promise<void> {
  let missing = await missingAttributes(connection, target.namespace);
  if (missing.length === 0) return;
  log.info({ missing }, 'registering search attributes');
  try {
    await register(connection, target.namespace, missing);
  } catch (error) {
    throw new StartError(registrationNeeded(target, missing, String(error)), { cause: error });
  }
  const deadline = Date.now() + PATIENCE;
  while (missing.length > 0) {
    if (Date.now() > deadline) {
      throw new StartError(registrationNeeded(target, missing, 'registered 60 s ago, they do not appear'));
    }
    await sleep(200, undefined, { signal });
    missing = await missingAttributes(connection, target.namespace);
  }
}

/** What to do about attributes that the daemon could not register. */
export function registrationNeeded(
  { address, namespace }: TemporalTarget,
  missing: readonly string[],
  reason: string,
): string {
  const commands = missing.map(
    (name) =>
      `  temporal operator search-attribute create --address ${address} --namespace ${namespace} --name ${name} --type Keyword`,
  );
  return [
    `Temporal at ${address} lacks search attributes in namespace ${namespace}, and they could not be registered (${reason}).`,
    'Have somebody who may do it run these commands, then start again:',
    ...commands,
  ].join('\n');
}

/** A query that names an unknown attribute is refused, whatever else a client may ask: so no right is needed. */
async function missingAttributes(connection: Connection, namespace: string): Promise<string[]> {
  const missing: string[] = [];
  for (const name of searchAttributeNames) {
    try {
      const { workflowService } = connection;
      const asked = { namespace, query: `${name} = 'none'` };
      await connection.withDeadline(Date.now() + 5000, () => workflowService.countWorkflowExecutions(asked));
    } catch (error) {
      if (!isGrpcServiceError(error) || error.code !== INVALID_ARGUMENT) throw error;
      missing.push(name);
    }
  }
  return missing;
}

async function register(connection: Connection, namespace: string, names: string[]): Promise<void> {
  const { operatorService } = connection;
  const searchAttributes = Object.fromEntries(names.map((name) => [name, KEYWORD]));
  try {
    await connection.withDeadline(Date.now() + 10_000, () =>
      operatorService.addSearchAttributes({ namespace, searchAttributes }),
    );
  } catch (error) {
    // Another daemon may register them at the same time.
    if (!isGrpcServiceError(error) || error.code !== ALREADY_EXISTS) throw error;
  }
}
