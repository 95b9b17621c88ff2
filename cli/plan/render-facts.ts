import { line, wrap } from '../line.ts';
import type { Paint } from '../paint.ts';
import type { Fact } from './facts.ts';

/** Facts with their names in one column; a text goes over as many lines as it needs. */
export function renderFacts(facts: readonly Fact[], indent: number, width: number, paint: Paint): string[] {
  const names = Math.max(...facts.map(({ name }) => name.length)) + 2;
  const column = indent + names;
  return facts.flatMap(({ name, text }) =>
    wrap(text, Math.max(20, width - column)).map((part, index) => {
      if (index > 0) return line(width, paint, ' '.repeat(column), part);
      return line(width, paint, ' '.repeat(indent), { style: 'dim', text: name.padEnd(names) }, part);
    }),
  );
}
