import { useEffect, useState } from 'preact/hooks';
import type { ReleaseView } from '../../../api/wire/release.ts';
import { ask } from '../../asking/ask.ts';
import { Moment } from '../../parts/moment.tsx';
import { State } from '../../parts/state.tsx';
import type { AgainRow, AgainView } from './again-view.ts';
import type { JudgeAnswer, JudgeQuestion } from './judge-worker.ts';
import { releasePath } from './release-path.ts';

/** A finished release judged again from its report, here and now: loaded when somebody asks for it. */
export function Again({ view: { id, steps } }: { view: ReleaseView }) {
  const [answer, setAnswer] = useState<JudgeAnswer>();
  useEffect(() => {
    const stop = new AbortController();
    const question = { id, labels: steps.map(({ label }) => label) };
    const failed = (error: unknown): void => {
      if (!stop.signal.aborted) setAnswer({ failed: error instanceof Error ? error.message : String(error) });
    };
    ask<unknown>(releasePath(id, '/report'), stop.signal)
      .then(async (report) => judge({ ...question, report }, stop.signal))
      .then(setAnswer, failed);
    return () => stop.abort();
  }, [id]);
  return (
    <div class="again" role="status" aria-busy={answer === undefined}>
      {answer === undefined ? (
        <p class="quiet">Judging its counts…</p>
      ) : 'failed' in answer ? (
        <p class="refusal">It could not be judged again: {answer.failed}.</p>
      ) : (
        <Told view={answer.told} />
      )}
    </div>
  );
}

/** Asks a worker of its own, which goes with the answer, or when nobody waits for it any more. */
async function judge(question: JudgeQuestion, signal: AbortSignal): Promise<JudgeAnswer> {
  const worker = new Worker(new URL('./judge-worker.ts', import.meta.url), { type: 'module' });
  try {
    return await new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => reject(new Error('nobody waits for it')));
      worker.addEventListener('message', ({ data }: MessageEvent<JudgeAnswer>) => resolve(data));
      worker.addEventListener('error', () =>
        resolve({ failed: 'the code for it could not be loaded; load the page again' }),
      );
      worker.postMessage(question);
    });
  } finally {
    worker.terminate();
  }
}

function Told({ view: { sentence, same, outcome, rows } }: { view: AgainView }) {
  return (
    <>
      <p class="again-sentence">
        {same === false ? <State tone="bad" word="Another result" /> : null}
        {sentence}
      </p>
      {outcome === undefined ? null : (
        <p>
          <State tone={outcome.tone} word="" />
          {outcome.why}
        </p>
      )}
      {rows.length === 0 ? null : <Decisions rows={rows} />}
    </>
  );
}

function Decisions({ rows }: { rows: readonly AgainRow[] }) {
  return (
    <table class="again-rows">
      <caption class="unseen">Each decision of the release beside what its counts say again</caption>
      <thead>
        <tr class="quiet">
          <th scope="col">When</th>
          <th scope="col">Step</th>
          <th scope="col">The release</th>
          <th scope="col">Judged again</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ at, step, block, decided, again, why }) => (
          <tr key={`${at} ${block}`} title={why}>
            <td class="quiet">
              <Moment at={at} />
            </td>
            <td>
              {step} <span class="again-block quiet">{block}</span>
            </td>
            <td>
              <State {...decided} />
            </td>
            <td>{again === undefined ? 'the same' : <State {...again} />}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
