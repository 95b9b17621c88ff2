import type { Step } from '../../config/plan.ts';
import type { GateAnswer } from '../../providers/gates/gate.ts';
import { hooks } from '../calls.ts';
import { record, revertNow, subjectOf, type Life } from '../life.ts';
import { hold } from '../stand-still.ts';
import { keepWatching } from '../watching.ts';

/** Asks for evidence about this version. Only a pass goes on; a fail undoes the release, and anything else asks a person. */
export async function gate(life: Life, { gate }: Extract<Step, { kind: 'gate' }>): Promise<string> {
  const { step } = life;
  await keepWatching(life);
  for (;;) {
    life.calls += 1;
    const question = { ...subjectOf(life, step), attempt: life.calls };
    const answer = await hooks('forward', gate.timeout).gate({ lane: life.input.lane, gate, question });
    const { outcome, reason = outcome, evidence, link } = answer;
    const message = sentenceOf(answer);
    record(life, 'verdict', `gate: ${outcome}: ${message}`, {
      data: { verdict: outcome, reason, evidence, ...(link === undefined ? {} : { link }) },
    });
    if (outcome === 'pass') return message;
    if (outcome === 'fail')
      return revertNow(life, { cause: 'verdict', message: `the gate failed: ${message}` });
    const held = { reason, message: `the gate says neither pass nor fail: ${reason}: ${message}` };
    const decision = await hold(life, { ...held, promotable: true, retryable: true });
    if (decision === 'promoted') return `ended by promote, without a pass: ${message}`;
  }
}

function sentenceOf({ summary, evidence, link }: GateAnswer): string {
  return `${summary} (${evidence})${link === undefined ? '' : `, ${link}`}`;
}
