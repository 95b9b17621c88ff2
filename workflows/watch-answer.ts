import { patched, sleep } from '@temporalio/workflow';
import type { WatchAnswer, WatchFinding } from '../activities/types.ts';
import { ask } from './hold.ts';
import { record, requestStop, type Life } from './life.ts';
import { followInstances, putRight } from './put-right.ts';
import type { WatchMode } from './watch-request.ts';

/** What was put right is looked for again after so long, in milliseconds. */
const SETTLE = 1000;

/**
 * Acts on what a chunk of the watch found. `done`: this stretch of the watch has answered what it was started
 * for. A finding that a person was asked about is muted until the weight changes or the person says retry.
 */
export async function actOn(life: Life, mode: WatchMode, answer: WatchAnswer): Promise<'done' | 'on'> {
  const { watching } = life;
  const { finding, reason, message } = answer;
  if (finding !== undefined && watching.muted.includes(finding)) return 'on';
  switch (answer.kind) {
    case 'cancelled':
    case 'chunk':
      return 'on';
    case 'pass':
    case 'raise':
    case 'inconclusive':
      watching.verdict = answer;
      return 'done';
    case 'fail':
      if (life.knownGood) return 'done';
      if (mode.onFail === 'hold' && (finding === 'harm' || finding === 'rule')) {
        mute(life, finding);
        watching.verdict = answer;
        return 'done';
      }
      record(life, 'verdict', message, { data: { verdict: 'fail', reason, blame: answer.blame } });
      requestStop(life, { cause: 'verdict', message });
      return 'done';
    case 'hold':
      if (finding !== undefined) mute(life, finding);
      if (life.holds.some((held) => held.reason === reason)) return 'on';
      if (finding === 'unclear') {
        void askAboutRule(life, reason, message);
        return 'on';
      }
      void ask(life, {
        reason,
        message,
        promotable: true,
        retryable: true,
        onRetry: async () => Promise.resolve(unmute(life, finding)),
      });
      return 'on';
    case 'drift':
      if (life.holds.some((held) => held.reason === 'drift')) {
        // A step that was to write has told it already, and puts it right when it is retried.
        mute(life, 'drift');
      } else if (patched('put-right-beside')) {
        meanwhile(life, 'drift', async () =>
          putRight(life, message, { own: reason === 'late write', after: () => unmute(life, 'drift') }),
        );
      } else if (
        (await putRight(life, message, {
          own: reason === 'late write',
          after: () => unmute(life, 'drift'),
        })) === 'held'
      ) {
        mute(life, 'drift');
      }
      return 'on';
    case 'targets':
      meanwhile(life, 'targets', async () => followInstances(life, message));
      return 'on';
  }
}

/** Whatever a person answers, the rule is measured afresh after it: with what it has it would only ask again. */
async function askAboutRule(life: Life, reason: string, message: string): Promise<void> {
  const decision = await ask(life, { reason, message, promotable: true, retryable: true });
  if (decision === null) return;
  measureRulesAfresh(life);
  life.watching.chunk?.cancel();
}

/** A person has answered about rules: those that have broken a limit begin anew with the next chunk. */
export function measureRulesAfresh(life: Life): void {
  const { watching } = life;
  watching.rulesAnsweredAt = Date.now();
  watching.muted = watching.muted.filter((finding) => finding !== 'rule' && finding !== 'unclear');
}

/** Acts on a finding while the watch goes on; it is looked for again when that is done, unless a person was asked. */
function meanwhile(life: Life, finding: WatchFinding, act: () => Promise<'right' | 'held'>): void {
  const { stage } = life.watching;
  mute(life, finding);
  void life.base.run(async () => {
    if ((await act()) !== 'right') return;
    // For a moment a reading may still tell of before.
    await sleep(SETTLE);
    // A change of weight has begun anew with everything.
    if (life.watching.stage === stage) unmute(life, finding);
  });
}

function mute(life: Life, finding: WatchFinding): void {
  life.watching.muted = [...without(life.watching.muted, finding), finding];
}

/** Looks for it again at once: the running chunk was told not to. */
function unmute(life: Life, finding: WatchFinding | undefined): void {
  if (finding === undefined) return;
  life.watching.muted = without(life.watching.muted, finding);
  life.watching.chunk?.cancel();
}

function without(findings: WatchFinding[], finding: WatchFinding): WatchFinding[] {
  return findings.filter((each) => each !== finding);
}
