import fc from 'fast-check';
import { expect, test } from 'vitest';
import { samplesWith } from '../../../providers/metrics/page-index.ts';

const text = fc.constantFrom('', 'a', 'b', 'a\nb', '\n');
const labels = fc.dictionary(fc.constantFrom('x', 'y', 'x\ny'), text, { maxKeys: 3 });
const name = fc.constantFrom('a', 'b', 'a b');

test('finds what going through the page finds, in its order, however often it is asked', () => {
  const sample = fc.record({ name, labels, value: fc.nat() });
  const question = fc.record({ names: fc.array(name, { maxLength: 2 }), labels });
  fc.assert(
    fc.property(
      fc.array(sample),
      fc.array(question, { minLength: 1, maxLength: 6 }),
      (samples, questions) => {
        const page = { at: 0, samples };
        for (const asked of questions) {
          const wanted = Object.entries(asked.labels);
          const expected = samples.filter(
            (each) =>
              asked.names.includes(each.name) &&
              wanted.every(([label, value]) => each.labels[label] === value),
          );
          expect(samplesWith(page, asked.names, asked.labels)).toEqual(expected);
        }
      },
    ),
    { numRuns: 2000 },
  );
});
