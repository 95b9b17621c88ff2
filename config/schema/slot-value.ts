/** Text that differs between the slots. */
import { parsePlaceholders } from '../placeholders.ts';
import type { Slot } from '../plan.ts';
import { quote, type Reading } from '../units.ts';
import { leaf, show } from './leaf.ts';

/**
 * A text for each slot: one text in which `{{slot}}` becomes its name, or a mapping of blue and green. `{{version}}`
 * stays, to be replaced at each read.
 */
export function slotValue(description: string) {
  const expected = 'text, which may hold {{slot}} or {{version}}, or { blue: …, green: … }';
  const read = (input: unknown): Reading<Record<Slot, string>> => {
    const refuse = (message: string): Reading<Record<Slot, string>> => ({ refused: { message, expected } });
    if (typeof input === 'string') {
      if (input.trim() === '') return refuse('the text is empty');
      const reading = parsePlaceholders(input, ['slot', 'version']);
      if ('refused' in reading) return reading;
      return {
        value: { blue: input.replaceAll('{{slot}}', 'blue'), green: input.replaceAll('{{slot}}', 'green') },
      };
    }
    if (typeof input !== 'object' || input === null || Array.isArray(input)) {
      return refuse(`${show(input)} is not text`);
    }
    const given = new Map<string, unknown>(Object.entries(input));
    const other = [...given.keys()].find((key) => key !== 'blue' && key !== 'green');
    if (other !== undefined) return refuse(`${quote(other)} is no slot`);
    const [blue, green] = [given.get('blue'), given.get('green')];
    if (!isText(blue) || !isText(green)) return refuse(`${isText(blue) ? 'green' : 'blue'} has no text`);
    const reading = parsePlaceholders(`${blue} ${green}`, ['version']);
    return 'refused' in reading ? reading : { value: { blue, green } };
  };
  const each = { type: 'string', minLength: 1 } as const;
  return leaf(read, {
    anyOf: [
      each,
      {
        type: 'object',
        properties: { blue: each, green: each },
        required: ['blue', 'green'],
        additionalProperties: false,
      },
    ],
    description,
  });
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}
