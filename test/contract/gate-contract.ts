import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Gate, GateAnswer, GateQuestion } from '../../providers/gates/gate.ts';

/** What a gate's source of evidence holds when it is asked. */
export type Evidence = 'pass' | 'fail' | 'nothing' | 'broken' | 'stale' | 'of another revision' | 'undecided';

/** A gate whose evidence a test sets. */
export interface GateRig {
  gate: Gate;
  set(evidence: Evidence): Promise<void>;
  stop(): Promise<void>;
}

const signal = new AbortController().signal;
const question: GateQuestion = {
  release: 'shop.production.7',
  service: 'shop',
  environment: 'production',
  version: 'v2',
  revision: 'abc123',
  slot: 'green',
  step: 1,
  attempt: 1,
};

/** What every gate has to do: only evidence that is there, whole, fresh and about this revision passes or fails. */
export function gateContract(name: string, makeRig: () => Promise<GateRig>): void {
  describe(`gate ${name}`, () => {
    let rig: GateRig;
    beforeEach(async () => {
      rig = await makeRig();
    });
    afterEach(async () => rig.stop());

    const ask = async (evidence: Evidence): Promise<GateAnswer> => {
      await rig.set(evidence);
      return rig.gate.check(question, signal);
    };

    test.each(['pass', 'fail'] as const)('%s is said with what it rests on', async (outcome) => {
      const answer = await ask(outcome);
      expect(answer.outcome).toBe(outcome);
      expect(answer.summary).not.toBe('');
      expect(answer.evidence).not.toBe('');
    });

    test.each([
      ['nothing', 'no evidence'],
      ['broken', 'no evidence'],
      ['stale', 'stale evidence'],
      ['of another revision', 'foreign evidence'],
      ['undecided', 'undecided'],
    ] as const)('%s is neither a pass nor a fail', async (evidence, reason) => {
      expect(await ask(evidence)).toMatchObject({ outcome: 'inconclusive', reason });
    });

    test('may be asked again, and says what is there then', async () => {
      expect((await ask('nothing')).outcome).toBe('inconclusive');
      expect((await ask('pass')).outcome).toBe('pass');
      expect((await ask('fail')).outcome).toBe('fail');
    });

    test('gives back the reason of an aborted signal', async () => {
      const aborted = AbortSignal.abort(new Error('the act was called off'));
      await expect(rig.gate.check(question, aborted)).rejects.toThrow('the act was called off');
    });
  });
}
