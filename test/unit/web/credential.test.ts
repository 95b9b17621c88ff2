import { afterEach, expect, test, vi } from 'vitest';
import {
  actorName,
  credential,
  forgetCredential,
  keepActorName,
  keepCredential,
  tellActor,
  whenActorChanges,
} from '../../../web/session/credential.ts';

/** A storage of a browser. */
function storage(): Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> {
  const kept = new Map<string, string>();
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, text) => kept.set(key, text),
    removeItem: (key) => kept.delete(key),
  };
}

afterEach(() => {
  vi.unstubAllGlobals();
});

test('only what a header takes is kept as a credential', () => {
  vi.stubGlobal('sessionStorage', storage());
  for (const given of ['„sluice_1“', 'sluice_é', 'two words', 'two\nlines', '']) {
    expect(keepCredential(given), given).toBe(false);
  }
  expect(credential()).toBeUndefined();
  expect(keepCredential('eyJhbGciOiJSUzI1NiJ9.e30.a_-b~')).toBe(true);
  expect(credential()).toBe('eyJhbGciOiJSUzI1NiJ9.e30.a_-b~');
  forgetCredential();
  expect(credential()).toBeUndefined();
});

test('where the browser keeps nothing, what was said holds until the page is left', () => {
  const blocked = (): never => {
    throw new Error('The operation is insecure.');
  };
  const nothing = { getItem: blocked, setItem: blocked, removeItem: blocked };
  vi.stubGlobal('sessionStorage', nothing);
  vi.stubGlobal('localStorage', nothing);
  expect([credential(), actorName()]).toEqual([undefined, 'anonymous']);
  expect([keepCredential('sluice_1'), keepActorName('eve')]).toEqual([true, true]);
  expect([credential(), actorName()]).toEqual(['sluice_1', 'eve']);
  forgetCredential();
  expect(credential()).toBeUndefined();
});

test('a name that is taken, in this tab or in another one, is told', () => {
  const shared = storage();
  vi.stubGlobal('localStorage', shared);
  const told: string[] = [];
  const stop = whenActorChanges(() => told.push(actorName()));
  keepActorName('ann');
  shared.setItem('sluice-actor', 'bob');
  tellActor();
  stop();
  keepActorName('eve');
  expect(told).toEqual(['ann', 'bob']);
});
