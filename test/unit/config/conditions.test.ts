import { expect, test } from 'vitest';
import { outcomeOf } from '../../../analysis/rules/outcome.ts';
import { holds, parseCondition, shapesOf } from '../../../config/conditions/condition.ts';
import { LONGEST_CONDITION, MOST_VALUES } from '../../../config/conditions/language.ts';

test('a condition is of a number, or of a list where it indexes result or walks over it', () => {
  expect(shapesOf('result >= 0.95')).toEqual(['number']);
  expect(shapesOf('result[0] >= 0.95')).toEqual(['list']);
  expect(shapesOf('size(result) == 0 || result.all(each, each < 5.0)')).toEqual(['list']);
  expect(shapesOf('true')).toEqual(['number', 'list']);
});

test('it holds, or does not, of a number and of a list', () => {
  expect(holds('result >= 0.95 && result <= 1', 'number', [0.97])).toBe(true);
  expect(holds('result * 100.0 > 5.0', 'number', [0.01])).toBe(false);
  expect(holds('result[1] > result[0]', 'list', [1, 2])).toBe(true);
  expect(holds('size(result) > 0 && result.exists(each, each > 5.0)', 'list', [])).toBe(false);
  expect(holds('isInf(result)', 'number', [-Infinity])).toBe(true);
});

test('A29: what a measurement is by two conditions, or by one', () => {
  expect(outcomeOf({ success: true, failure: true })).toBe('failure');
  expect(outcomeOf({ success: false, failure: false })).toBe('inconclusive');
  expect(outcomeOf({ success: true, failure: false })).toBe('success');
  expect(outcomeOf({ success: false, failure: true })).toBe('failure');
  expect(outcomeOf({ failure: false })).toBe('success');
  expect(outcomeOf({ failure: true })).toBe('failure');
  expect(outcomeOf({ success: false })).toBe('failure');
  expect(outcomeOf({ success: true })).toBe('success');
  // Theirs succeeds without any condition. Ours is refused, in 203-rule-no-condition.yaml: it could only succeed.
});

test('A30: an unknown name, or what is neither true nor false, is refused before anything runs', () => {
  // Theirs is an error of the measurement, in the middle of the release.
  expect(parseCondition('resul > 0.95')).toMatchObject({
    refused: { message: '"resul > 0.95" is no condition, character 1: Unknown variable: resul' },
  });
  expect(parseCondition('result + 1.0')).toMatchObject({
    refused: { message: '"result + 1.0" is neither true nor false, but of type double' },
  });
});

test('A30: what can only be known from the answer is an error of the measurement', () => {
  expect(() => holds('result[0] > 0.95', 'list', [])).toThrow('index out of bounds');
});

test('A31: not a number fails a lower bound, is neither of two, and can be guarded', () => {
  const of = (condition: string): boolean => holds(condition, 'number', [NaN]);
  expect(outcomeOf({ success: of('result >= 0.95') })).toBe('failure');
  expect(outcomeOf({ success: of('result >= 0.95'), failure: of('result < 0.95') })).toBe('inconclusive');
  expect(outcomeOf({ success: of('isNaN(result) || result >= 0.95') })).toBe('success');
});

test.each([
  'cel.bind(twice, result, twice > 1.0)',
  '"aaaaaaaaaaaaaaaaaaaaaaaa!".matches("(a+)+b")',
  'result.exists(each, result.exists(other, other > each))',
  'string(result) == "1"',
])('what could run long or grow is refused: %s', (condition) => {
  expect(parseCondition(condition)).toHaveProperty('refused');
});

test('a condition that is long, deep or has many parts is refused', () => {
  expect(parseCondition(`result > 1.0 ${' '.repeat(LONGEST_CONDITION)}`)).toHaveProperty('refused');
  expect(parseCondition(`${'('.repeat(100)}result > 1.0${')'.repeat(100)}`)).toHaveProperty('refused');
  expect(parseCondition(Array.from({ length: 70 }, () => 'result>1.0').join('||'))).toHaveProperty('refused');
});

test('the longest walk over the longest list ends at once', () => {
  const walk =
    'result.map(each, result + result + result).filter(each, size(each) > 1).exists(each, size(each) > 299)';
  const values = Array.from({ length: MOST_VALUES }, (_, i) => i);
  expect(holds(walk, 'list', values)).toBe(true);
});
