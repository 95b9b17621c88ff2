import type { RuleEvidence } from '../../../api/wire/evidence.ts';
import { count, span } from '../../../cli/figures.ts';
import { partName } from '../../routing/address.ts';
import { State } from '../../parts/state.tsx';
import type { Tone } from '../../parts/tone.ts';
import { PartLink } from './linked-part.tsx';

const TONES: Record<RuleEvidence['phase'], Tone> = {
  Pending: 'quiet',
  Running: 'quiet',
  Successful: 'good',
  Inconclusive: 'ask',
  Error: 'ask',
  Failed: 'bad',
};

/** What is known of each rule. None of it carries a bound. */
export function Rules({ id, rules, now }: { id: string; rules: readonly RuleEvidence[]; now: number }) {
  if (rules.length === 0) return null;
  return (
    <section aria-labelledby="rules-title">
      <h2 id="rules-title">Rules</h2>
      <ul class="plain rules">
        {rules.map((rule) => {
          const newest = rule.measurements.at(-1);
          const part = partName('rule', rule.name);
          return (
            <li key={rule.name} id={part}>
              <strong>
                <PartLink id={id} part={part}>
                  {rule.name}
                </PartLink>
              </strong>{' '}
              <State tone={rule.dryRun ? 'quiet' : TONES[rule.phase]} word={rule.phase.toLowerCase()} />
              <span class="quiet">
                {rule.dryRun ? ' dry run, not counted;' : ''} {count(rule.count)}
                {rule.needed === undefined ? '' : ` of ${count(rule.needed)}`} answers
                {newest === undefined
                  ? ''
                  : `, ${newest.value ?? newest.outcome} ${span(now - newest.at)} ago`}
              </span>
              {rule.message === undefined ? null : <p>{rule.message}</p>}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
