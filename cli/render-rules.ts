/** What is known of each rule, in words and figures. */
import type { RuleEvidence } from '../api/wire/evidence.ts';
import { count, span } from './figures.ts';
import { line, type Part } from './line.ts';
import type { Paint, Style } from './paint.ts';

const INDENT = 12;

const STYLES: Partial<Record<RuleEvidence['phase'], Style>> = {
  Successful: 'green',
  Failed: 'red',
  Error: 'yellow',
  Inconclusive: 'yellow',
};

/** A line for each rule: its phase, how its measurements came out, and the newest; another for a broken limit or an error. */
export function renderRules(
  rules: readonly RuleEvidence[],
  now: number,
  width: number,
  paint: Paint,
): string[] {
  return rules.flatMap((rule) => {
    const name = rule.name.padEnd(INDENT - 1).slice(0, INDENT - 1);
    const style = rule.dryRun ? 'dim' : STYLES[rule.phase];
    const phase: Part = style === undefined ? rule.phase : { style, text: rule.phase };
    const dry = rule.dryRun ? ' (dry run, not counted)' : '';
    const why = rule.message ?? rule.measurements.at(-1)?.message;
    return [
      line(width, paint, { style: 'bold', text: `${name} ` }, 'rule ', phase, dry, `: ${figures(rule, now)}`),
      ...(why === undefined ? [] : [line(width, paint, ' '.repeat(INDENT), { style: 'dim', text: why })]),
    ];
  });
}

function figures(rule: RuleEvidence, now: number): string {
  const newest = rule.measurements.at(-1);
  if (newest === undefined) return 'not measured yet';
  const of = rule.needed === undefined ? '' : ` of ${count(rule.needed)}`;
  const odd = [
    [rule.failures, rule.failures === 1 ? 'failure' : 'failures'],
    [rule.inconclusive, 'inconclusive'],
    [rule.errors, rule.errors === 1 ? 'error' : 'errors'],
  ] as const;
  const told = odd.filter(([times]) => times > 0).map(([times, what]) => `, ${count(times)} ${what}`);
  const value = newest.value === undefined ? newest.outcome : newest.value;
  return `${count(rule.count)}${of} answers${told.join('')}, ${value} ${span(now - newest.at)} ago`;
}
