import type { SmokeCheck } from '../../config/plan.ts';
import { askCommand } from '../../providers/commands/ask-command.ts';
import { programOf, renderCommand } from '../../providers/commands/command-line.ts';
import { commandEnvironment } from '../../providers/commands/environment.ts';
import type { SmokeRequest } from '../types.ts';

/**
 * Runs a command by `/bin/sh -c` with SLUICE_ENDPOINT, SLUICE_VERSION and SLUICE_SLOT, once, and ends it with all that
 * it started after the check's timeout or when the signal says so. The end of its output is kept: 2,000 characters.
 */
export async function tryCommand(
  { command, timeout }: Extract<SmokeCheck, { kind: 'command' }>,
  { endpoint, version, slot }: Pick<SmokeRequest, 'version' | 'slot'> & { endpoint: string },
  signal: AbortSignal,
): Promise<{ ok: boolean; detail: string }> {
  const told = { SLUICE_ENDPOINT: endpoint, SLUICE_VERSION: version, SLUICE_SLOT: slot };
  const environment = await commandEnvironment({}, told, process.env);
  const program = programOf(command, (line) => renderCommand(line, version, slot));
  const { status, how, said } = await askCommand({ program, environment, timeout }, signal);
  return { ok: status === 0, detail: said === '' ? how : `${how}: ${said}` };
}
