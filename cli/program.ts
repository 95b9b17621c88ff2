import { Command } from 'commander';
import { registerBacktest } from './backtest.ts';
import { registerCheck } from './check.ts';
import { registerJudge } from './judge.ts';
import { registerLane } from './lane.ts';
import { registerPlan } from './plan.ts';
import { registerRelease } from './release.ts';
import { registerRollback } from './rollback.ts';
import { registerServe } from './serve.ts';

/** The command `sluice` with all its subcommands. Wrong usage throws a `CommanderError`. */
export function createProgram(): Command {
  const program = new Command('sluice')
    .description('Takes a new version of a service into production step by step.')
    .exitOverride()
    .showHelpAfterError('(add --help for what there is)')
    .option('--json', 'print JSON for programs')
    .option('--server <url>', 'URL of the API (SLUICE_SERVER, default http://127.0.0.1:7600)')
    .option('--actor <name>', 'who acts, recorded as claimed (SLUICE_ACTOR, default: the OS user)');
  registerServe(program);
  registerCheck(program);
  registerPlan(program);
  registerJudge(program);
  registerBacktest(program);
  registerRelease(program);
  registerRollback(program);
  registerLane(program);
  return program;
}
