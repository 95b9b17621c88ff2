/** Turns what a zod schema found into findings, in the words of people who write files. */
import type { z } from 'zod';
import type { Finding, Path } from './finding.ts';
import { show } from './schema/leaf.ts';
import { didYouMean } from './suggest.ts';

type Issue = z.core.$ZodIssue;

/**
 * Every finding of a failed parse. The parse must have been made with `reportInput`, since a value that is
 * missing reads differently from one that is wrong.
 */
export function findingsOf(error: z.ZodError): Finding[] {
  return error.issues.flatMap((issue) => fromIssue(issue, []));
}

function fromIssue(issue: Issue, prefix: Path): Finding[] {
  const path = [...prefix, ...issue.path.filter((part) => typeof part !== 'symbol')];
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownKey(path, key, issue.message.split(', '), issue.input));
    case 'invalid_union':
      return branchMeant(issue).flatMap((inner) => fromIssue(inner, path));
    case 'invalid_key': {
      const expected = issue.issues[0]?.message ?? 'a name';
      return [{ path, at: 'key', message: `${show(path.at(-1))} cannot be a key here`, expected }];
    }
    case 'too_small':
    case 'too_big':
      return [{ path, message: 'the list has the wrong length', expected: issue.message }];
    case 'invalid_format':
      return [{ path, message: `${show(issue.input)} is not allowed`, expected: issue.message }];
    case 'invalid_type':
      return [mistyped(path, issue.input, kindName(issue))];
    case 'custom':
      return [fromLeaf(path, issue)];
    default:
      return [{ path, message: issue.message }];
  }
}

/** A leaf's or a check's own finding, its words under `params`. */
function fromLeaf(path: Path, issue: Extract<Issue, { code: 'custom' }>): Finding {
  const params: Record<string, unknown> = issue.params ?? {};
  const { message, expected, hint, leaf } = params;
  const right = typeof expected === 'string' ? { expected } : {};
  if (leaf === true && (issue.input === undefined || issue.input === null)) {
    return mistyped(path, issue.input, right.expected ?? 'a value');
  }
  return {
    path,
    message: typeof message === 'string' ? message : issue.message,
    ...right,
    ...(typeof hint === 'string' ? { hint } : braces(issue.input)),
  };
}

/** A value of the wrong kind, an empty one, or one that is not there at all. */
function mistyped(path: Path, input: unknown, expected: string): Finding {
  const key = path.at(-1);
  if (input === undefined && typeof key === 'string') {
    return { path: path.slice(0, -1), at: 'key', message: `the key "${key}" is missing`, expected };
  }
  if (input === undefined || input === null) return { path, message: 'there is no value', expected };
  return { path, message: `${show(input)} stands here`, expected, ...braces(input) };
}

/** Unquoted `{{slot}}` is a mapping to YAML, which nobody means. */
function braces(input: unknown): { hint?: string } {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return {};
  return Object.keys(input).some((key) => key.startsWith('{'))
    ? { hint: 'quote text that has {{ in it' }
    : {};
}

function unknownKey(path: Path, key: string, known: readonly string[], owner: unknown): Finding {
  const finding: Finding = { path: [...path, key], at: 'key', message: `the key "${key}" is not known` };
  if (known.includes(key)) return { ...finding, hint: `write it as a plain word: - ${key}` };
  const empty = Object.entries(owner ?? {}).find(([name, value]) => value === null && known.includes(name));
  if (empty !== undefined) return { ...finding, hint: `indent it further to put it under "${empty[0]}"` };
  const hint = didYouMean(key, known);
  return { ...finding, ...(hint.hint === undefined ? { expected: `one of ${known.join(', ')}` } : hint) };
}

/**
 * The issues of the branch of a union that was meant: the one whose kind, scalar, mapping or list, is that
 * of the value. Without one, all branches' expectations as one issue would only confuse, so the first is told.
 */
function branchMeant(issue: Extract<Issue, { code: 'invalid_union' }>): readonly Issue[] {
  const collection = typeof issue.input === 'object' && issue.input !== null;
  const fitting = issue.errors.find((branch) =>
    collection ? !branch.some(ofOtherKind) : branch.some((inner) => isLeaf(inner) && inner.path.length === 0),
  );
  return fitting ?? issue.errors.find((branch) => branch.length > 0) ?? [];
}

/** True for an issue that says a mapping or list is no scalar, or a mapping no list, or the reverse. */
function ofOtherKind(issue: Issue): boolean {
  return issue.path.length === 0 && (issue.code === 'invalid_type' || isLeaf(issue));
}

function isLeaf(issue: Issue): boolean {
  return issue.code === 'custom' && issue.params?.['leaf'] === true;
}

function kindName(issue: Extract<Issue, { code: 'invalid_type' }>): string {
  if (issue.expected === 'array') return 'a list';
  if (issue.expected === 'object' || issue.expected === 'record') return 'a mapping';
  return issue.message;
}
