import type { ReleaseView } from '../api/wire/release.ts';

/** The command with which a person answers a hold: only acts that this hold takes, and that change something. */
export function holdActs({ id, hold, knownGood }: Pick<ReleaseView, 'id' | 'hold' | 'knownGood'>): string {
  const ownEnd = hold?.reason === 'freeze' || hold?.reason === 'stop';
  const acts = [
    ...(hold?.retryable ? ['retry'] : []),
    ...(hold?.promotable ? ['promote'] : []),
    ...(ownEnd ? ['override-freeze'] : []),
    ...(knownGood === true ? [] : ['abort']),
  ];
  return `sluice release ${acts.join('|')} ${id}`;
}
