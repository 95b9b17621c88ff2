/** What the claims of a verified JWT make of whoever shows it. Pure. */
import type { ClaimRule } from '../../config/schema/claim-rule.ts';
import type { Issuer } from '../../config/schema/auth.ts';
import type { Grant } from '../../config/grants.ts';
import type { Principal } from './principal.ts';

/** Claims as they were read. */
export type Claims = Readonly<Record<string, unknown>>;

const NAME = /^[A-Za-z0-9@._+:/|=[\]-]{1,200}$/;

/** The principal, or why the claims make none, in words that say nothing of other claims. */
export function principalOf(
  { name: issuer, actor, groups: groupClaim, rules }: Issuer,
  claims: Claims,
): Principal | { refused: string } {
  const [named = ''] = valuesOf(claims, actor.claim);
  const name = `${actor.prefix ?? `${issuer}:`}${named}`;
  if (named === '' || !NAME.test(name)) {
    return {
      refused: `its claim ${actor.claim} names nobody: 1 to 200 letters, digits or any of @ . _ + : / | = [ ] -`,
    };
  }
  const fitting = rules.filter((rule) => fits(rule, claims));
  if (fitting.length === 0) return { refused: `no rule of the issuer ${issuer} fits its claims` };
  const claimed = groupClaim === undefined ? [] : valuesOf(claims, groupClaim);
  const groups = [...new Set([...claimed, ...fitting.flatMap((rule) => rule.groups ?? [])])];
  return { name, kind: 'oidc', grants: fitting.map(toGrant), groups };
}

/** Whether every claim of the rule is there with a value that fits. */
function fits({ when }: ClaimRule, claims: Claims): boolean {
  return Object.entries(when).every(([claim, patterns]) => {
    const values = valuesOf(claims, claim);
    return patterns.some((pattern) => values.some((value) => matchesPattern(pattern, value)));
  });
}

/** `**` stands for any text, `*` for any without a slash, all else for itself; the whole value has to fit. */
export function matchesPattern(pattern: string, value: string): boolean {
  const parts = pattern.split(/(\*+)/).map((part) => {
    if (part.startsWith('**')) return '[^]*';
    return part === '*' ? '[^/]*' : part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&');
  });
  return new RegExp(`^${parts.join('')}$`).test(value);
}

/** A claim by its name, or by the way to it with dots; a list has many values. What is no scalar is none. */
function valuesOf(claims: Claims, claim: string): string[] {
  const found = Object.hasOwn(claims, claim) ? claims[claim] : within(claims, claim.split('.'));
  return (Array.isArray(found) ? found : [found])
    .filter((value) => ['string', 'number', 'boolean'].includes(typeof value))
    .map(String);
}

function within(value: unknown, way: readonly string[]): unknown {
  const [next, ...rest] = way;
  if (next === undefined) return value;
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, next)) return undefined;
  return within(Object.entries(value).find(([key]) => key === next)?.[1], rest);
}

function toGrant({ role, lanes, breakGlass }: ClaimRule): Grant {
  return { role, lanes, ...(breakGlass ? { breakGlass } : {}) };
}
