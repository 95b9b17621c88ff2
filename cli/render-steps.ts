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
export function renderSteps(
  { steps, deadline }: Pick<ReleaseView, 'steps' | 'deadline'>,
  now: number,
  width: number,
  paint: Paint,
): string[] {
  const longest = Math.max(0, ...steps.map(({ label }) => label.length));
  return steps.map((step) => {
    const { mark, style } = MARKS[step.state];
    const label = step.label.padEnd(longest);
    const parts: Part[] = [
      { style, text: ` ${mark} ` },
      step.state === 'running' ? { style: 'bold', text: label } : { style: 'dim', text: label },
      `  ${took(step, now).padStart(8)}`,
      ...[left(step, deadline, now), extended(step), step.note]
        .filter((text) => text !== undefined)
        .map((text) => ({ style: 'dim' as const, text: `  ${text}` })),
    ];
    return line(width, paint, ...parts);
  });
}

/** How long the running step goes on at the most. */
function left({ state }: Step, deadline: number | undefined, now: number): string | undefined {
  if (state !== 'running' || deadline === undefined) return undefined;
  return `at most ${span(deadline - now)} to go`;
}

function extended({ extended: by }: Step): string | undefined {
  return by === undefined ? undefined : `extended by ${span(by)}`;
}

function took({ state, startedAt, finishedAt }: Step, now: number): string {
  if (startedAt === undefined || state === 'waiting') return '';
  return span((finishedAt ?? now) - startedAt);
}
