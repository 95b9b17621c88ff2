/** Rules about approvals: what could never be enough. Each finding's path is a position in the list of steps. */
import type { Finding } from '../finding.ts';
import type { Step } from '../plan.ts';

/** What is wrong with the approvals among these steps. */
export function approvalFindings(steps: readonly Step[]): Finding[] {
  return steps.flatMap((step, index) => {
    if (step.kind !== 'approve') return [];
    const { count, groups = [], people = [] } = step;
    const refuse = (key: string, message: string, expected: string): Finding => ({
      path: [index, 'approve', key],
      message,
      expected,
    });
    const most = groups.reduce((max, { least }) => Math.max(max, least), 0);
    if (count < most) {
      return [refuse('count', `${count} in all is fewer than one group has to give`, `at least ${most}`)];
    }
    const named = new Set(people).size;
    if (groups.length > 0 || named === 0 || named >= count) return [];
    const message = `${named} ${named === 1 ? 'person is' : 'people are'} named, and ${count} have to approve`;
    return [refuse('people', message, `at least ${count} names, or groups`)];
  });
}
