import { afterEach, expect, test } from 'vitest';
import { shownText } from '../../../cli/line.ts';
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

test('what a terminal would obey is not printed, whoever wrote it', () => {
  const said = 'why\u001b[2J\u001b]0;title\u0007 \u009b31m \u202eevil\u2066';
  const shown = renderEvent({ ...event, message: said }, Infinity, plainPaint) + shownText(`${said}\nnext`);
  const obeyed = ['\u001b', '\u0007', '\u009b', '\u202e', '\u2066'];
  expect(obeyed.filter((each) => said.includes(each))).toEqual(obeyed);
  expect(obeyed.filter((each) => shown.includes(each))).toEqual([]);
  expect(shown).toContain('\nnext');
});

test('without a terminal a log gets the whole line', () => {
  terminal(false, 80);
  expect(renderEvent(event, outputWidth(), plainPaint)).toContain(message);
});
