import type { ReleaseView } from '../api/wire/release.ts';

/** The command with which a person answers a hold: only acts that this hold takes. */
export function holdActs(id: string, hold: ReleaseView['hold']): string {
  const ownEnd = hold?.reason === 'freeze' || hold?.reason === 'stop';
  const acts = [
    ...(hold?.retryable ? ['retry'] : []),
    ...(hold?.promotable ? ['promote'] : []),
    ...(ownEnd ? ['override-freeze'] : []),
    'abort',
  ];
  return `sluice release ${acts.join('|')} ${id}`;
}
