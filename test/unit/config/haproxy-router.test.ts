import { expect, test } from 'vitest';
import { describeRouter, router } from '../../../config/routers/index.ts';

const written = { map: 'maps/checkout.map', metrics: 'http://127.0.0.1:8404/metrics' };
const resolved = (more: object) =>
  router.parse({ haproxy: { ...written, ...more } }).resolve('/srv/services');

test('the paths of a HAProxy become absolute, and instances are given', () => {
  expect(resolved({ socket: '../run/sluice.sock' })).toEqual({
    kind: 'haproxy',
    socket: '/srv/run/sluice.sock',
    map: '/srv/services/maps/checkout.map',
    metrics: 'http://127.0.0.1:8404/metrics',
    targets: 'given',
  });
});

test.each(['127.0.0.1:9999', '[::1]:9999', 'proxy.internal:9999'])(
  'the socket %s is an address',
  (socket) => {
    expect(resolved({ socket })).toMatchObject({ socket });
  },
);

test('backends may have other names, and instances be fixed', () => {
  const more = { backends: { blue: 'shop_a', green: 'shop_b' }, targets: 'fixed' };
  const plan = resolved({ socket: '/run/sluice.sock', ...more });
  expect(plan).toMatchObject(more);
  expect(describeRouter(plan)).toBe(
    'HAProxy at /run/sluice.sock by its map /srv/services/maps/checkout.map for its backends shop_a and shop_b, ' +
      'instances fixed in its configuration',
  );
});
