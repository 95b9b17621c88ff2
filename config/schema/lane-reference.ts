/** `SERVICE@ENVIRONMENT`, as people write a lane. */
import { quote, type Reading } from '../units.ts';
import { text } from './leaf.ts';

const NAME = '[a-z0-9][a-z0-9-]{0,62}';
const EXPECTED = 'a lane such as checkout@production';

/** A lane, by the names of its service and its environment. */
export interface LaneReference {
  service: string;
  environment: string;
}

/** One lane, without patterns. */
export function laneReference(description: string) {
  const read = (input: string): Reading<LaneReference> => {
    const [, service, environment] = new RegExp(`^(${NAME})@(${NAME})$`).exec(input) ?? [];
    return service === undefined || environment === undefined
      ? { refused: { message: `${quote(input)} is not a lane`, expected: EXPECTED } }
      : { value: { service, environment } };
  };
  return text(EXPECTED, read, { pattern: `^${NAME}@${NAME}$`, description });
}
