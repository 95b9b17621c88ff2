/** Rules about one `rule` among the metrics. Each finding's path is a path in the entry that holds it. */
import { below, type Finding } from '../finding.ts';
import { queries } from '../queries/index.ts';
import { answersOf, queriesOf, shapeOf } from '../resolve-rules.ts';
import type { RuleInput } from '../schema/rule.ts';

/** What is wrong with this rule; `written` is its entry as it stands in the file. */
export function ruleFindings(rule: RuleInput, written: unknown): Finding[] {
  return [
    ...strayFindings(written),
    ...below(
      ['rule'],
      [...queryFindings(rule), ...conditionFindings(rule), ...countFindings(rule), ...limitFindings(rule)],
    ),
  ];
}

function strayFindings(written: unknown): Finding[] {
  const keys = typeof written === 'object' && written !== null ? Object.keys(written) : [];
  return keys
    .filter((key) => key !== 'rule')
    .map((key) => ({
      path: [key],
      at: 'key',
      message: `${key} stands beside a rule, which compares nothing`,
      expected: `no ${key} here`,
    }));
}

function queryFindings(rule: RuleInput): Finding[] {
  const [first, second] = queriesOf(rule);
  const expected = `one of ${Object.keys(queries).join(', ')}`;
  if (first === undefined) return [{ path: [], at: 'key', message: 'the rule asks nothing', expected }];
  if (second !== undefined)
    return [{ path: [second[0]], at: 'key', message: 'the rule asks two things', expected }];
  return below([first[0]], first[1].findings());
}

function conditionFindings(rule: RuleInput): Finding[] {
  if (rule.success === undefined && rule.failure === undefined) {
    const message = 'the rule has no condition, so it could only succeed';
    return [{ path: [], at: 'key', message, expected: 'success, failure, or both' }];
  }
  if (shapeOf(rule) !== undefined) return [];
  const message = 'result is a number in success and a list in failure, or the reverse';
  return [{ path: ['failure'], message, expected: 'result as one of the two in both' }];
}

function countFindings({ count, interval }: RuleInput): Finding[] {
  if (count === undefined || count === 1 || interval !== undefined) return [];
  const message = `nothing says when the ${count} measurements are made`;
  return [{ path: ['count'], message, expected: 'interval beside it' }];
}

function limitFindings(rule: RuleInput): Finding[] {
  const answers = answersOf(rule);
  if (answers === undefined) return [];
  return (['failureLimit', 'inconclusiveLimit'] as const).flatMap((key) => {
    if (rule[key] < answers) return [];
    const message = `${key} ${rule[key]} is never broken by ${answers} ${answers === 1 ? 'answer' : 'answers'}`;
    const off = key === 'failureLimit' ? ', or -1 for no limit' : '';
    return [{ path: [key], message, expected: `less than ${answers}${off}` }];
  });
}
