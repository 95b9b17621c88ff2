import type { RulePhase } from '../rules/phase.ts';
import type { Answer } from './answer.ts';

/** What the rules of a recording come to. */
interface Run {
  run: RulePhase;
  blame?: string;
}

/** An answer and the sentence that says why. */
interface Told {
  answer: Answer;
  sentence: string;
}

/**
 * The answer of the evidence and of the rules together. A fail of the evidence stands, whatever the rules say; a
 * broken rule stands against a pass. Where no metric is compared, the rules alone answer.
 */
export function underRules(
  answer: Answer,
  sentence: string,
  rules: Run | undefined,
  compared: boolean,
): Told {
  if (rules === undefined || answer.outcome === 'fail') return { answer, sentence };
  const { run, blame = null } = rules;
  const broken = `${blame === null ? 'the rules are' : `the rule ${blame} is`} ${run}`;
  if (run === 'Failed') {
    return { answer: { outcome: 'fail', reason: 'rule', blame }, sentence: `failed: ${broken}` };
  }
  if (run === 'Error' || run === 'Inconclusive') {
    return {
      answer: { outcome: 'inconclusive', reason: 'rule', blame },
      sentence: `inconclusive: ${broken}`,
    };
  }
  if (compared) return { answer, sentence };
  const none = { reason: null, blame: null };
  return run === 'Successful'
    ? { answer: { outcome: 'pass', ...none }, sentence: 'passed: every rule is Successful' }
    : { answer: { outcome: 'continue', ...none }, sentence: `waiting: the rules are ${run}` };
}
