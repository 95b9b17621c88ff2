import { describe, expect, test } from 'vitest';
import { changeOf, targetsChange } from '../../../../activities/guard/compare.ts';
import type { Reading } from '../../../../providers/routers/router.ts';

const stamp = { lane: 'shop.test', release: 4, act: 7 };
const seen = { stamp, digest: 'written' };
const reading: Reading = {
  split: { blue: 0, green: 10_000 },
  targets: { blue: [], green: ['http://a', 'http://b'] },
  stamp,
  foreign: false,
  inEffect: true,
  digest: 'written',
};

describe('a router that carries a stamp', () => {
  test('is as it was written, also where nobody has seen it yet', () => {
    expect(changeOf('green', seen, reading)).toBeUndefined();
    expect(changeOf('green', null, { ...reading, digest: 'other' })).toBeUndefined();
  });

  test('under a later stamp of its lane holds what was not seen yet', () => {
    const later = { ...reading, stamp: { ...stamp, act: 8 }, digest: 'other' };
    expect(changeOf('green', seen, later)).toBeUndefined();
    expect(changeOf('blue', seen, later)).toMatchObject({ kind: 'drift' });
  });

  test('that has not loaded what is stored is told apart from a change', () => {
    expect(changeOf('green', seen, { ...reading, inEffect: false })).toMatchObject({ kind: 'unloaded' });
  });
});

describe('a router that cannot be stamped', () => {
  const plain = { ...reading, stamp: null };

  test('is compared with what was seen, by whatever act that was', () => {
    expect(changeOf('green', seen, plain)).toBeUndefined();
    expect(changeOf('green', seen, { ...plain, digest: 'other' })).toMatchObject({ kind: 'drift' });
    expect(changeOf('green', { ...seen, stamp: null }, { ...plain, digest: 'other' })).toMatchObject({
      kind: 'drift',
    });
  });
});

test('targets are compared in any order', () => {
  const instance = (endpoint: string, state: 'ready' | 'dead') => ({
    id: endpoint,
    state,
    endpoint,
    detail: '',
  });
  const slot = (...instances: ReturnType<typeof instance>[]) => ({
    ready: 1,
    wanted: 2,
    endpoints: [],
    instances,
  });
  const both = slot(instance('http://b', 'ready'), instance('http://a', 'ready'));
  expect(targetsChange('green', reading, both)).toBeUndefined();
  expect(
    targetsChange('green', reading, slot(instance('http://a', 'ready'), instance('http://b', 'dead'))),
  ).toEqual({
    message: 'requests for green are sent to http://a and http://b, but http://a serves there now',
    moved: false,
  });
  expect(
    targetsChange('green', reading, slot(instance('http://a', 'ready'), instance('http://c', 'ready'))),
  ).toMatchObject({ moved: true });
  const more = slot(...['a', 'b', 'c'].map((name) => instance(`http://${name}`, 'ready')));
  expect(targetsChange('green', reading, more)).toMatchObject({ moved: false });
});
