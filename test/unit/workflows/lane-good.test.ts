import { describe, expect, test } from 'vitest';
import type { GoodVersion, Placement } from '../../../workflows/messages.ts';
import type { CompletedRelease } from '../../../activities/archive/completed-release.ts';
import { findGood, goodOf, lastGood, noteAdopted, withGood } from '../../../workflows/lane-good.ts';

const lane = 'shop.production';

/** What release N of the lane brought. */
function good(number: number, version = `v${number}`): GoodVersion {
  return { version, release: `${lane}.${number}`, number };
}

/** The list after these releases, oldest first. */
function after(...releases: GoodVersion[]): GoodVersion[] {
  return releases.reduce<GoodVersion[]>((list, next) => withGood(list, next), []);
}

const versions = (list: readonly GoodVersion[]): string[] => list.map(({ version }) => version);

describe('the known good versions of a lane', () => {
  test('are newest first, each once', () => {
    expect(versions(after(good(1), good(2), good(3)))).toEqual(['v3', 'v2', 'v1']);
    expect(versions(after(good(1), good(2), good(3, 'v1')))).toEqual(['v1', 'v2']);
    expect(after(good(1), good(2), good(3, 'v2'))[0], 'it is live already').toEqual(good(2));
  });

  test('are at most 20', () => {
    const many = Array.from({ length: 25 }, (_, index) => good(index + 1));
    expect(versions(after(...many))).toHaveLength(20);
  });

  test('lose what was rolled back from, so that a second rollback goes on down', () => {
    const three = after(good(1), good(2), good(3));
    const once = withGood(three, good(4, 'v2'), good(2));
    expect(once).toEqual([good(2), good(1)]);
    expect(lastGood(once, 'v2')).toEqual(good(1));
    const twice = withGood(once, good(5, 'v1'), good(1));
    expect(twice).toEqual([good(1)]);
    expect(lastGood(twice, 'v1')).toBeUndefined();
  });

  test('have it again when it is released again, or named by a rollback', () => {
    const once = withGood(after(good(1), good(2)), good(3, 'v1'), good(1));
    expect(versions(withGood(once, good(4, 'v2')))).toEqual(['v2', 'v1']);
    expect(versions(withGood(once, good(4, 'v2'), good(2)))).toEqual(['v2', 'v1']);
  });

  test('count what was rolled back by hand and adopted as a rollback, and anything else as new', () => {
    const state: { live: Placement | null; good: GoodVersion[]; nextNumber: number } = {
      live: null,
      good: after(good(1), good(2), good(3)),
      nextNumber: 4,
    };
    noteAdopted(state, { slot: 'green', version: 'v2' });
    expect(state).toMatchObject({ live: { slot: 'green', version: 'v2' }, good: [good(2), good(1)] });
    noteAdopted(state, { slot: 'blue', version: 'v9' });
    expect(state.good[0]).toEqual({ version: 'v9', release: null, number: 4 });
    expect(versions(state.good)).toEqual(['v9', 'v2', 'v1']);
  });

  test('are made of the archive when the lane has forgotten them', () => {
    const entry = (number: number, version: string, kind = 'release'): CompletedRelease => {
      return { version, release: `${lane}.${number}`, kind };
    };
    const archived = [
      entry(5, 'v4'),
      entry(4, 'v2', 'rollback'),
      entry(3, 'v3'),
      entry(2, 'v2'),
      entry(1, 'v1'),
    ];
    expect(versions(goodOf(archived))).toEqual(['v4', 'v2', 'v1']);
    expect(versions(goodOf([entry(9, 'v2', 'rollback')]))).toEqual(['v2']);
  });
});

describe('what is named is', () => {
  const known = [good(12, '40'), good(11, '39'), good(3, '12'), good(2, 'v2')];

  test.each([
    ['the number of a release', '11', good(11, '39')],
    ['the id of a release', `${lane}.12`, good(12, '40')],
    ['a version', 'v2', good(2, 'v2')],
    ['a version of digits', '40', good(12, '40')],
    ['a release, and another version', '12', 'ambiguous'],
    ['neither', '7', undefined],
    ['a release of another lane', 'cart.production.2', undefined],
  ] as const)('%s', (_, named, meant) => {
    expect(findGood(known, lane, named)).toEqual(meant);
  });

  test('a release whose version has its number', () => {
    expect(findGood([good(7, '7')], lane, '7')).toEqual(good(7, '7'));
  });
});
