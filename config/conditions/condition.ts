/** Conditions of rules: what can be said of one before it runs, and how it runs. */
import { EvaluationError, ParseError, TypeError } from '@marcbachmann/cel-js';
import { quote, type Reading, type Refusal } from '../units.ts';
import { CALLABLE, environments, forbiddenCall, LONGEST_CONDITION, type ResultShape } from './language.ts';

const EXPECTED = 'a condition such as result < 0.05';

/** Reads a condition; it has to make sense for a number or for a list. */
export function parseCondition(text: string): Reading<string> {
  if (text.trim() === '') return { refused: { message: 'the condition is empty', expected: EXPECTED } };
  if (text.length > LONGEST_CONDITION) {
    const expected = `at most ${LONGEST_CONDITION} characters`;
    return { refused: { message: 'the condition is too long', expected } };
  }
  const [first] = shapesOf(text);
  return first === undefined ? { refused: tellingRefusal(text) } : { value: text };
}

/** The shapes of `result` that a condition makes sense for. */
export function shapesOf(text: string): ResultShape[] {
  return (['number', 'list'] as const).filter((shape) => refusalFor(text, shape) === undefined);
}

/**
 * Whether a condition holds of a result; at most `MOST_VALUES` values of a list are allowed. Throws a sentence when
 * it cannot be told, for example of a list that is shorter than an index.
 */
export function holds(text: string, shape: ResultShape, values: readonly number[]): boolean {
  const [first] = values;
  const result = shape === 'number' ? first : [...values];
  let answer: unknown;
  try {
    answer = environments[shape].parse(text)({ result });
  } catch (error) {
    throw new Error(`the condition ${quote(text)} has no answer: ${summaryOf(error).what}`, { cause: error });
  }
  if (typeof answer === 'boolean') return answer;
  throw new Error(`the condition ${quote(text)} is neither true nor false`);
}

interface Wrong extends Refusal {
  /** The condition indexes `result` or walks over it, so that it is meant for a list. */
  meansList: boolean;
}

function refusalFor(text: string, shape: ResultShape): Wrong | undefined {
  const environment = environments[shape];
  const checked = environment.check(text);
  if (checked.error !== undefined) return fromChecker(text, checked.error);
  const forbidden = forbiddenCall(environment.parse(text).ast);
  if (forbidden !== undefined) {
    return { message: `${quote(text)}: ${forbidden}`, expected: `one of ${CALLABLE}`, meansList: false };
  }
  if (checked.type === 'bool') return undefined;
  const message = `${quote(text)} is neither true nor false, but of type ${checked.type ?? 'unknown'}`;
  return { message, expected: EXPECTED, meansList: false };
}

function fromChecker(text: string, error: unknown): Wrong {
  const { what, at, code } = summaryOf(error);
  const place = at === undefined ? '' : `, character ${at + 1}`;
  const callable = /overload for|unknown function/i.test(what);
  const mixed = /\bint\b/.test(what) && /\bdouble\b/.test(what);
  return {
    message: `${quote(text)} is no condition${place}: ${what}`,
    expected: callable ? `one of ${CALLABLE}` : EXPECTED,
    ...(mixed ? { hint: 'write whole numbers with a point, such as 1.0' } : {}),
    ...(code === 'unknown_variable' ? { hint: "the query's answer is called result" } : {}),
    meansList:
      code === 'cannot_index_type' || code === 'invalid_comprehension_range' || what.includes('size(double)'),
  };
}

function tellingRefusal(text: string): Refusal {
  const [number, list] = [refusalFor(text, 'number'), refusalFor(text, 'list')];
  const { meansList: _, ...refusal } = (number?.meansList === true ? list : number) ?? {
    message: `${quote(text)} is no condition`,
    meansList: false,
  };
  return refusal;
}

function summaryOf(error: unknown): { what: string; at?: number; code?: string } {
  if (error instanceof ParseError || error instanceof TypeError || error instanceof EvaluationError) {
    const { summary, code, range } = error;
    return { what: summary, code, ...(range === undefined ? {} : { at: range.start }) };
  }
  return { what: error instanceof Error ? error.message : String(error) };
}
