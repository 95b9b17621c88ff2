import type { CommandLine, Milliseconds, Slot } from '../../config/plan.ts';
import type { CommandPlatform } from '../../config/platforms/command.ts';
import { askCommand } from '../commands/ask-command.ts';
import { programOf } from '../commands/command-line.ts';
import { commandEnvironment } from '../commands/environment.ts';
import { runJob, type Job } from '../commands/run-job.ts';
import { replaceIn, subjectOf, variablesOf, type CommandSubject } from '../commands/subject.ts';
import type { ProviderContext } from '../context.ts';
import { DefiniteFailure } from '../definite-failure.ts';
import { readPrinted } from './command/printed.ts';
import type { Platform, SlotDescription } from './platform.ts';

/** Time for the answer to the question what is ready. */
const readyTimeout: Milliseconds = 10_000;

/**
 * Instances by the user's own commands. `deploy`, `retire` and `keepAlive` run one at a time in a lane, and each is
 * idempotent by the user's own doing; `ready` only looks, and says what is in a slot. The user's platform restarts
 * what dies: `keepAlive` is for one that has to be told which slot serves.
 */
export function createCommandPlatform(
  config: CommandPlatform,
  lane: string,
  context: ProviderContext,
): Platform {
  const { directory, environment, timeout } = config;

  async function look(slot: Slot, signal: AbortSignal): Promise<SlotDescription> {
    const subject = { ...subjectOf(lane), slot };
    const answer = await askCommand(
      {
        program: programOf(config.ready, (text) => replaceIn(text, subject)),
        directory,
        environment: await commandEnvironment(environment, variablesOf(subject), context.environment),
        timeout: readyTimeout,
      },
      signal,
    );
    const place = `${lane} ${slot}`;
    if (answer.status === 0) return readPrinted(answer.printed, place);
    throw new Error(`platform.command.ready of ${place} ${answer.how}${quote(answer.said)}`);
  }

  async function act(
    key: 'deploy' | 'retire' | 'keepAlive',
    command: CommandLine,
    job: Pick<Job, 'what' | 'ends' | 'unless'> & { subject: Partial<CommandSubject> },
    signal: AbortSignal,
  ): Promise<void> {
    const subject = { ...subjectOf(lane), ...job.subject };
    const outcome = await runJob(
      { ...job, lane, subject, config: { command, directory, environment, timeout } },
      context,
      signal,
    );
    if (outcome === undefined || outcome.status === 0) return;
    throw new DefiniteFailure(
      `platform.command.${key}, to ${job.what}, ${outcome.how}${quote(outcome.said)} (log ${outcome.log})`,
    );
  }

  const ready: Platform['ready'] = async (slot, signal) => {
    const { instances: _instances, ...readiness } = await look(slot, signal);
    return readiness;
  };

  return {
    ready,
    describe: look,
    async deploy({ version, slot, release }, signal) {
      const what = `deploy ${version} in ${slot} for ${release}`;
      await act('deploy', config.deploy, { what, subject: { version, slot, release } }, signal);
    },
    async keepAlive(slot, signal) {
      const { wanted, version } = await look(slot, signal);
      if (wanted === 0 || version === undefined) {
        throw new Error(`Nothing is deployed in ${lane} ${slot}, so there is nothing to keep alive.`);
      }
      if (config.keepAlive === undefined) return;
      const what = `keep ${version} in ${slot} alive`;
      await act('keepAlive', config.keepAlive, { what, subject: { version, slot } }, signal);
    },
    async retire(slot, version, signal) {
      const unless = async (): Promise<boolean> => {
        const found = await look(slot, signal);
        return found.version !== undefined && found.version !== version;
      };
      const ends = (what: string): boolean => what.startsWith(`deploy ${version} in ${slot} for `);
      const what = `retire ${version} from ${slot}`;
      await act('retire', config.retire, { what, ends, unless, subject: { version, slot } }, signal);
    },
  };
}

function quote(said: string): string {
  return said === '' ? '' : `: ${said}`;
}
