/** The language of conditions: CEL, with what one of them may not do, so that each ends at once. */
import { Environment, type ASTNode } from '@marcbachmann/cel-js';

/** What a query's answer is to a condition: one number, or all values as a list. */
export type ResultShape = 'number' | 'list';

/** Values that a list may hold. With it, what a condition may be makes a few thousand steps of each. */
export const MOST_VALUES = 100;

/** The longest condition, in characters. */
export const LONGEST_CONDITION = 1000;

const FUNCTIONS = ['size', 'isNaN', 'isInf', 'double', 'int'];
const OVER_LISTS = ['all', 'exists', 'exists_one', 'filter', 'map'];

/** Everything that can be called, for messages. */
export const CALLABLE = [...FUNCTIONS, ...OVER_LISTS].join(', ');

const limits = { maxAstNodes: 200, maxDepth: 30, maxListElements: MOST_VALUES, maxCallArguments: 4 };

/** Where `result` has this shape. */
export const environments: Record<ResultShape, Environment> = {
  number: withResult('double'),
  list: withResult('list<double>'),
};

function withResult(type: string): Environment {
  return new Environment({ limits })
    .registerVariable('result', type)
    .registerFunction('isNaN(double): bool', (value: number) => Number.isNaN(value))
    .registerFunction('isInf(double): bool', (value: number) => Math.abs(value) === Infinity);
}

/**
 * What a condition calls that it may not. Regular expressions and texts can be made to run for ever, and a walk over
 * the list within another one takes the square of its length.
 */
export function forbiddenCall(node: ASTNode, withinWalk = false): string | undefined {
  if (node.op === 'call' && !FUNCTIONS.includes(node.args[0])) return `${node.args[0]}() cannot be called`;
  if (node.op === 'rcall') {
    const [name, receiver, given] = node.args;
    const walks = OVER_LISTS.includes(name);
    if (!walks && name !== 'size') return `${name}() cannot be called`;
    if (walks && withinWalk) return `${name}() stands within another walk over a list`;
    return firstForbidden([receiver], withinWalk) ?? firstForbidden(given, withinWalk || walks);
  }
  return firstForbidden([node.args].flat(3).filter(isNode), withinWalk);
}

function firstForbidden(nodes: readonly ASTNode[], withinWalk: boolean): string | undefined {
  for (const node of nodes) {
    const found = forbiddenCall(node, withinWalk);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isNode(value: unknown): value is ASTNode {
  return typeof value === 'object' && value !== null && 'op' in value;
}
