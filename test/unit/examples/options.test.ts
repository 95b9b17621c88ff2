import { expect, test } from 'vitest';
import { readOptions } from '../../../examples/demo/options.ts';

test('without arguments the demo plays on Traefik and its own page', () => {
  expect(readOptions([])).toEqual({ router: 'traefik', metrics: 'scrape', keep: false });
});

test('the parts can be chosen', () => {
  const args = ['--router', 'haproxy', '--metrics=prometheus', '--keep', '--json', 'out.json'];
  expect(readOptions(args)).toEqual({
    router: 'haproxy',
    metrics: 'prometheus',
    keep: true,
    json: 'out.json',
  });
});

test.each([
  [['--router', 'nginx'], /^--router nginx is not known\. Usage: .*traefik\|haproxy/],
  [['--metrics', 'datadog'], /^--metrics datadog is not known\. Usage: .*scrape\|prometheus/],
  [['--rooter', 'haproxy'], /--rooter.*Usage: npm run demo/],
  [['haproxy'], /haproxy.*Usage: npm run demo/],
])('%j is told with the usage', (args, message) => {
  expect(() => readOptions(args)).toThrow(message);
});
