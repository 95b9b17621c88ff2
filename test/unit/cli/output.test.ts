import { afterEach, expect, test } from 'vitest';
import { outputWidth } from '../../../cli/output.ts';
import { plainPaint } from '../../../cli/paint.ts';
import { renderEvent } from '../../../cli/render-event.ts';

const { isTTY, columns } = process.stdout;

function terminal(is: boolean, width: number): void {
  Object.assign(process.stdout, { isTTY: is, columns: width });
}

afterEach(() => {
  Object.assign(process.stdout, { isTTY, columns });
});

const message = `deploy: ${'the reason is long '.repeat(20)}end`;
const event = { number: 1, at: 0, kind: 'error', message } as const;

test('a line is cut at the width of the terminal', () => {
  terminal(true, 80);
  const shown = renderEvent(event, outputWidth(), plainPaint);
  expect(shown).toHaveLength(80);
  expect(shown).toMatch(/…$/);
});

test('without a terminal a log gets the whole line', () => {
  terminal(false, 80);
  expect(renderEvent(event, outputWidth(), plainPaint)).toContain(message);
});
