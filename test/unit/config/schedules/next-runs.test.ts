import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { happens, nextRuns } from '../../../../config/schedules/next-runs.ts';

// By Temporal's rule: a time is compared with the clock on the wall. What is left out does not run, what comes twice does.
describe('the change of the clocks', () => {
  test.each([
    {
      what: 'spring in Berlin: 02:30 on 29 March is left out',
      cron: '30 2 * * *',
      zone: 'Europe/Berlin',
      from: '2026-03-27T12:00Z',
      runs: ['2026-03-28T01:30Z', '2026-03-29T01:30Z left out', '2026-03-30T00:30Z'],
    },
    {
      what: 'autumn in Berlin: 02:30 on 25 October comes twice',
      cron: '30 2 * * *',
      zone: 'Europe/Berlin',
      from: '2026-10-24T12:00Z',
      runs: ['2026-10-25T00:30Z first of two', '2026-10-25T01:30Z second of two'],
    },
    {
      what: 'between the two of a time that comes twice, only the second follows',
      cron: '30 2 * * *',
      zone: 'Europe/Berlin',
      from: '2026-10-25T01:00Z',
      runs: ['2026-10-25T01:30Z second of two', '2026-10-26T01:30Z'],
    },
    {
      what: 'each of many times of an hour that comes twice comes once before any comes again',
      cron: '*/5 * * * *',
      zone: 'Europe/Berlin',
      from: '2026-10-25T00:00Z',
      runs: ['00:05', '00:10', '00:15', '00:20', '00:25'].map((at) => `2026-10-25T${at}Z first of two`),
    },
    {
      what: 'between the two of such an hour',
      cron: '*/15 * * * *',
      zone: 'Europe/Berlin',
      from: '2026-10-25T00:20Z',
      runs: [
        '2026-10-25T00:30Z first of two',
        '2026-10-25T00:45Z first of two',
        '2026-10-25T01:00Z second of two',
        '2026-10-25T01:15Z second of two',
        '2026-10-25T01:30Z second of two',
        '2026-10-25T01:45Z second of two',
        '2026-10-25T02:00Z',
      ],
    },
    {
      what: 'spring in New York',
      cron: '15 2 * * 0',
      zone: 'America/New_York',
      from: '2026-03-02T00:00Z',
      runs: ['2026-03-08T07:15Z left out', '2026-03-15T06:15Z', '2026-03-22T06:15Z'],
    },
    {
      what: 'Lord Howe moves its clocks by half an hour',
      cron: '15 2 * * *',
      zone: 'Australia/Lord_Howe',
      from: '2026-10-03T00:00Z',
      runs: ['2026-10-03T15:45Z left out', '2026-10-04T15:15Z', '2026-10-05T15:15Z'],
    },
    {
      what: 'a zone without any change',
      cron: '30 2 * * *',
      zone: 'UTC',
      from: '2026-03-28T12:00Z',
      runs: ['2026-03-29T02:30Z', '2026-03-30T02:30Z'],
    },
    {
      what: 'working days at nine stay at nine',
      cron: '0 9 * * 1-5',
      zone: 'Europe/Berlin',
      from: '2026-03-27T12:00Z',
      runs: ['2026-03-30T07:00Z', '2026-03-31T07:00Z'],
    },
    {
      what: 'a 29 February',
      cron: '0 0 29 2 *',
      zone: 'UTC',
      from: '2026-01-01T00:00Z',
      runs: ['2028-02-29T00:00Z', '2032-02-29T00:00Z'],
    },
  ])('$what', ({ cron, zone, from, runs }) => {
    const count = runs.filter((run) => !run.endsWith('left out')).length;
    const found = nextRuns(cron, zone, Date.parse(from), count).map(({ at, clocks }) => {
      const time = new Date(at).toISOString().replace(':00.000Z', 'Z');
      return clocks === undefined ? time : `${time} ${clocks}`;
    });
    expect(found).toEqual(runs);
  });
});

test('runs come in order, after the moment that was asked for, and as many as were asked for', () => {
  const zones = fc.constantFrom(
    'UTC',
    'Europe/Berlin',
    'America/New_York',
    'Australia/Lord_Howe',
    'Pacific/Apia',
  );
  const moment = fc.integer({ min: Date.UTC(2025, 0, 1), max: Date.UTC(2030, 0, 1) });
  fc.assert(
    fc.property(zones, moment, fc.integer({ min: 0, max: 23 }), (zone, from, hour) => {
      const runs = nextRuns(`30 ${hour} * * *`, zone, from, 5);
      expect(runs.filter(happens)).toHaveLength(5);
      for (const [index, { at }] of runs.entries()) {
        expect(at).toBeGreaterThan(index === 0 ? from : (runs[index - 1]?.at ?? 0));
      }
    }),
    { numRuns: 60 },
  );
});
