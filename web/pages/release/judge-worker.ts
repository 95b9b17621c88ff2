/** Judges a report beside the page: a release of many hours takes a second or more. */
import { againView, type AgainView } from './again-view.ts';

/** What is asked of it, once. */
export interface JudgeQuestion {
  id: string;
  /** As the archive has it. */
  report: unknown;
  /** Of its steps. */
  labels: readonly string[];
}

/** Its answer. */
export type JudgeAnswer = { told: AgainView } | { failed: string };

addEventListener('message', ({ data: { id, report, labels } }: MessageEvent<JudgeQuestion>) => {
  postMessage(answer(id, report, labels));
});

function answer(id: string, report: unknown, labels: readonly string[]): JudgeAnswer {
  try {
    return { told: againView(id, report, labels) };
  } catch (error) {
    return { failed: error instanceof Error ? error.message : String(error) };
  }
}
