import { Option, type Command } from 'commander';
import { protectionView } from '../api/wire/protection.ts';
import { connect, wantsJson } from './connection.ts';
import { laneQuery, parseLane, type LaneName } from './lane-name.ts';
import { outputWidth, printJson, printLines } from './output.ts';
import { terminalPaint } from './paint.ts';
import { renderTable } from './render-table.ts';

const HEADINGS = ['DEPLOYMENT', 'REPOSITORY', 'ENVIRONMENT', 'REF', 'BY', 'STATE', 'WHY'];

/** `sluice deployment list|approve|reject`. */
export function registerDeployment(program: Command): void {
  const deployment = program
    .command('deployment')
    .description('deployments of GitHub Actions that wait for Sluice');

  deployment
    .command('list')
    .description('those that wait, then those that were answered lately')
    .argument('[lane]', 'SERVICE@ENVIRONMENT; default: every lane', parseLane)
    .addOption(
      new Option('--state <state>', 'only those that stand so').choices(protectionView.shape.state.options),
    )
    .action(async (name: LaneName | undefined, options: { state?: string }, command: Command) => {
      const list = await connect(command).deployments({ ...laneQuery(name), ...options });
      if (wantsJson(command)) return printJson(list);
      if (list.deployments.length === 0) return printLines(['no deployments']);
      const rows = list.deployments.map(({ id, repository, environment, ref, actor, state, sentence }) => [
        id,
        repository,
        environment,
        ref,
        actor,
        state,
        sentence,
      ]);
      printLines(renderTable(HEADINGS, rows, outputWidth(), terminalPaint));
    });

  for (const answer of ['approve', 'reject'] as const) {
    const command = deployment
      .command(answer)
      .description(
        answer === 'approve' ? 'count toward its approvals' : 'reject it, also where nobody is asked',
      )
      .argument('<number>', "GitHub's number of the deployment");
    if (answer === 'reject') command.requiredOption('--reason <text>', 'why, told to GitHub');
    else command.option('--reason <text>', 'why, for the record');
    command.action(async (id: string, { reason = '' }: { reason?: string }) => {
      const view = await connect(command).answerDeployment(id, answer, reason);
      if (wantsJson(command)) return printJson(view);
      printLines([
        `${answer === 'approve' ? 'approved' : 'rejected'}: deployment ${id} to ${view.environment}`,
      ]);
    });
  }
}
