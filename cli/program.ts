import type { Command } from 'commander';
import { registerAudit } from './audit.ts';
import { registerBacktest } from './backtest.ts';
import { registerCheck } from './check.ts';
import { registerDeployment } from './deployment.ts';
import { registerDora } from './dora.ts';
import { registerFreeze } from './freeze.ts';
import { registerJudge } from './judge.ts';
import { registerLane } from './lane.ts';
import { registerNotify } from './notify.ts';
import { registerPlan } from './plan.ts';
import { registerRelease } from './release.ts';
import { registerRollback } from './rollback.ts';
import { createRoot } from './root.ts';
import { registerSchedule } from './schedule.ts';
import { registerServe } from './serve.ts';
import { registerToken } from './token.ts';
import { registerStop } from './stop.ts';
import { registerVersion } from './version.ts';

/** The command `sluice` with all its subcommands. Wrong usage throws a `CommanderError`. */
export function createProgram(): Command {
  const program = createRoot();
  registerServe(program);
  registerCheck(program);
  registerPlan(program);
  registerJudge(program);
  registerBacktest(program);
  registerRelease(program);
  registerRollback(program);
  registerLane(program);
  registerNotify(program);
  registerDeployment(program);
  registerToken(program);
  registerAudit(program);
  registerDora(program);
  registerFreeze(program);
  registerStop(program);
  registerSchedule(program);
  registerVersion(program);
  return program;
}
