import type { CommandGate } from '../../config/gates/gate.ts';
import { runJob } from '../commands/run-job.ts';
import type { ProviderContext } from '../context.ts';
import { judgeReport, judgeStatus } from './command/judge.ts';
import { findReport } from './command/report.ts';
import type { Gate } from './gate.ts';

/**
 * A command as a gate. Its JSON report is the evidence; with `report: none` its exit status is: 0 passes, 1 fails, and
 * anything else means that it could not tell.
 */
export function createCommandGate(config: CommandGate, lane: string, context: ProviderContext): Gate {
  const { report } = config;
  return {
    async check(question, signal) {
      const what = `ask the gate of step ${question.step} of ${question.release}`;
      const answers = report.kind === 'printed';
      const outcome = await runJob({ lane, what, config, subject: question, answers }, context, signal);
      if (outcome === undefined) throw new Error(`The gate of step ${question.step} was not asked.`);
      if (report.kind === 'none') return judgeStatus(outcome);
      return judgeReport(outcome, await findReport(report, outcome), question.revision);
    },
  };
}
