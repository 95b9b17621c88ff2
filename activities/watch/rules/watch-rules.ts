import { setTimeout as wait } from 'node:timers/promises';
import { beginRules, withAnswer, withMeasurement, type RulesState } from '../../../analysis/rules/watched.ts';
import type { RuleConfig } from '../../../config/plan.ts';
import type { ScalarSource } from '../../../providers/metrics/scalar-source.ts';
import type { WatchRequest, WatchState } from '../../types.ts';
import type { World } from '../../world.ts';
import type { Alarm } from '../alarm.ts';
import { measure } from './measure.ts';
import { ruleDueAt } from './pace.ts';

/** What is measured, and where it goes. */
export interface RuleWatch {
  request: Pick<WatchRequest, 'rules' | 'candidate' | 'versions'>;
  /** Its `rules` are replaced after each measurement. */
  state: WatchState;
  sources: ReadonlyMap<string, ScalarSource>;
  /** Rung after each measurement. */
  alarm: Alarm;
}

/** Rules as a chunk begins with them: as they were carried, unless a person has answered about broken ones since. */
export function carriedRules(
  {
    rules = [],
    trafficSince,
    rulesAnsweredAt = 0,
  }: Pick<WatchRequest, 'rules' | 'trafficSince' | 'rulesAnsweredAt'>,
  carried: RulesState | undefined,
): RulesState | undefined {
  if (rules.length === 0) return undefined;
  const names = rules.map(({ name }) => name);
  return withAnswer(carried ?? beginRules(names, trafficSince), rules, rulesAnsweredAt);
}

/** What answers each rule. Does no I/O. */
export function createRuleSources(rules: readonly RuleConfig[], world: World): Map<string, ScalarSource> {
  return new Map(rules.map(({ name, query }) => [name, world.scalarSource(query)]));
}

/**
 * Measures every rule when it is due, each by a clock of its own, so that no slow answer holds up another rule or the
 * blocks. A measurement that is under way when the signal aborts is no measurement: whoever goes on makes it anew.
 */
export async function watchRules(watched: RuleWatch, signal: AbortSignal): Promise<void> {
  const rules = watched.request.rules ?? [];
  await Promise.all(rules.map(async (rule) => watchRule(watched, rule, signal)));
}

async function watchRule(watched: RuleWatch, rule: RuleConfig, signal: AbortSignal): Promise<void> {
  const { candidate: slot, versions } = watched.request;
  const source = watched.sources.get(rule.name);
  if (source === undefined) return;
  for (;;) {
    const known = watched.state.rules?.rules[rule.name];
    const due = known === undefined ? undefined : ruleDueAt(rule, known);
    if (due === undefined) return;
    await wait(Math.max(0, due - Date.now()), undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
    const measured = await measure(rule, source, { slot, version: versions[slot] }, signal).catch(
      () => undefined,
    );
    // The chunk may have put another state in place meanwhile, so it is read anew.
    const { rules } = watched.state;
    if (measured === undefined || signal.aborted || rules === undefined) return;
    watched.state = { ...watched.state, rules: withMeasurement(rules, rule.name, measured) };
    watched.alarm.ring();
  }
}
