import { expect, test } from 'vitest';
import { describeStruck } from '../../chaos/struck.ts';
import { describeFault } from '../../chaos/describe.ts';
import type { Fault } from '../../chaos/record.ts';
import type { ProxyFault } from '../../chaos/faults/fault.ts';

const hit = (kind: Fault['kind'], target: Fault['target'], what?: ProxyFault): Fault => ({
  kind,
  target,
  from: 0,
  to: 1,
  ...(what === undefined ? {} : { what: describeFault(what) }),
});

test('what is struck is told by its kind, the most frequent first', () => {
  const faults = [
    hit('proxy', 'router-api', { kind: 'stale', share: 0.4 }),
    hit('stop', 'postgres'),
    hit('kill', 'api'),
    hit('kill', 'temporal'),
    hit('proxy', 'api', { kind: 'busy', retryAfter: 2, share: 1 }),
    hit('proxy', 'router-api', { kind: 'lost' }),
    hit('kill', 'temporal'),
    hit('kill', 'postgres'),
    hit('proxy', 'router-api', { kind: 'lost', share: 0.3 }),
  ];
  expect(describeStruck(faults, 'two of each on PostgreSQL')).toBe(
    'kill 2× temporal, api, postgres; stop postgres; 429 before api; 2× lost, stale before router-api',
  );
  expect(describeStruck([], 'worker and API')).toBe('');
});

test('one daemon is struck once, though worker and API are away with it', () => {
  const faults = [hit('kill', 'worker'), hit('kill', 'api'), hit('stop', 'instance')];
  expect(describeStruck(faults, 'one daemon')).toBe('kill daemon; stop instance');
});
