/** The step rail: what is done, runs and waits, with its times. */
import type { ReleaseView } from '../api/wire/release.ts';
import { span } from './figures.ts';
import { line, type Part } from './line.ts';
import type { Paint, Style } from './paint.ts';

type Step = ReleaseView['steps'][number];

const MARKS: Record<Step['state'], { mark: string; style: Style }> = {
  done: { mark: '✓', style: 'green' },
  running: { mark: '●', style: 'cyan' },
  waiting: { mark: '○', style: 'dim' },
  skipped: { mark: '–', style: 'dim' },
  failed: { mark: '×', style: 'red' },
};

/** One line a step. */
export function renderSteps(steps: readonly Step[], now: number, width: number, paint: Paint): string[] {
  const longest = Math.max(0, ...steps.map(({ label }) => label.length));
  return steps.map((step) => {
    const { mark, style } = MARKS[step.state];
    const label = step.label.padEnd(longest);
    const parts: Part[] = [
      { style, text: ` ${mark} ` },
      step.state === 'running' ? { style: 'bold', text: label } : { style: 'dim', text: label },
      `  ${took(step, now).padStart(8)}`,
      ...(step.note === undefined ? [] : [{ style: 'dim' as const, text: `  ${step.note}` }]),
    ];
    return line(width, paint, ...parts);
  });
}

function took({ state, startedAt, finishedAt }: Step, now: number): string {
  if (startedAt === undefined || state === 'waiting') return '';
  return span((finishedAt ?? now) - startedAt);
}
