/** What differs between two plans, side by side. Pure. */
import type { Plan, Step } from '../../../config/plan.ts';
import { align } from './align.ts';
import { valueInWords } from './plan-value.ts';
import type { Cell, Row } from './row.ts';

/** Which lane it is for stands above, and the form of the plan is not its user's. */
const APART = new Set(['schemaVersion', 'service', 'environment', 'steps']);

/** A row for each place that differs, steps last. A metric stands by its name, a step by its kind and which it is. */
export function planRows(a: Plan, b: Plan): Row[] {
  const { steps: ofA, ...others } = a;
  const rest = Object.keys({ ...others, ...b }).filter((key) => !APART.has(key));
  return [
    ...rest.flatMap((key) => differing(key, key, fieldOf(a, key), fieldOf(b, key))),
    ...align(ofA, b.steps, likeness).flatMap(([one, other]) => {
      const step = one ?? other;
      if (step === undefined) return [];
      const place = one === undefined ? placeOf(step, b.steps) : placeOf(step, ofA);
      return differing(place, 'step', one, other);
    }),
  ];
}

function likeness(one: Step, other: Step): number {
  if (one.kind !== other.kind) return 0;
  return isEqual(one, other) ? 2 : 1;
}

/** `bake`, and `bake 2` where it is the second of several. */
function placeOf(step: Step, steps: readonly Step[]): string {
  const alike = steps.filter(({ kind }) => kind === step.kind);
  return alike.length === 1 ? step.kind : `${step.kind} ${alike.indexOf(step) + 1}`;
}

function differing(place: string, key: string, a: unknown, b: unknown): Row[] {
  if (isEqual(a, b)) return [];
  const [one, other] = [partsOf(a), partsOf(b)];
  if (one !== undefined && other !== undefined) {
    const keys = Object.keys({ ...one, ...other });
    return keys.flatMap((name) => differing(`${place}.${name}`, name, one[name], other[name]));
  }
  return [{ what: place, mono: true, sides: [cellOf(key, a), cellOf(key, b)] }];
}

/** What is in it, by name; undefined where it is compared as a whole. */
function partsOf(value: unknown): Record<string, unknown> | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (!Array.isArray(value)) return { ...value };
  const named = value.map((each: unknown): [unknown, unknown] => [fieldOf(each, 'name'), each]);
  if (named.length === 0 || !named.every(([name]) => typeof name === 'string')) return undefined;
  return Object.fromEntries(named.map(([name, each]) => [String(name), each]));
}

function fieldOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).find(([name]) => name === key)?.[1]
    : undefined;
}

function cellOf(key: string, value: unknown): Cell | undefined {
  return value === undefined ? undefined : { text: valueInWords(key, value), mono: true };
}

/** Both are JSON. The order of keys means nothing. */
function isEqual(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys({ ...a, ...b });
  return keys.every((key) => isEqual(fieldOf(a, key), fieldOf(b, key)));
}
