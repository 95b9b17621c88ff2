import { commandEnvironment } from '../../commands/environment.ts';
import type { ProviderContext } from '../../context.ts';
import type { DeploymentRecord } from './deployment.ts';

/** The variable by which an instance and its children are found again. */
const tokenVariable = 'SLUICE_INSTANCE';

/**
 * The whole environment of one instance: a few variables of the daemon's, then the service file's with their
 * secrets in place, then the port and what Sluice tells an instance about itself.
 */
export async function instanceEnvironment(
  record: DeploymentRecord,
  instance: { token: string; port: number },
  context: ProviderContext,
): Promise<Record<string, string>> {
  const told = {
    [record.platform.portVariable]: String(instance.port),
    SLUICE_VERSION: record.version,
    SLUICE_SLOT: record.slot,
    [tokenVariable]: instance.token,
  };
  return (await commandEnvironment(record.platform.environment, told, context.environment)).variables;
}

/** Fits the environment of processes that carry the token, or any token of the deployment. */
export function carries(what: { token: string } | { deployment: string }): RegExp {
  // Variables end with a zero byte in Linux's account of a process, and with a blank in that of `ps`.
  const value = 'token' in what ? `${what.token}(?=[\\0\\s]|$)` : `${what.deployment}\\.`;
  return new RegExp(`(^|[\\0\\s])${tokenVariable}=${value}`);
}
