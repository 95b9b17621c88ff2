import { expect, test } from 'vitest';
import { agendaOf } from '../../../../web/pages/calendar/agenda.ts';
import type { Entry } from '../../../../web/pages/calendar/entries.ts';
import { freezing, NOW, run } from './entries.ts';

/** What stands in each day, as `HH:MM what name`, in UTC. */
function told(entries: Entry[], from = '2026-11-23', zone = 'UTC'): Record<string, string[]> {
  const days = agendaOf(entries, { from, days: 28, now: NOW, zone });
  return Object.fromEntries(
    days.map(({ day, items }) => [
      day,
      items.map((item) => {
        const name = item.what === 'run' ? `${item.run.name} ×${item.count}` : item.freeze.by;
        return `${new Date(item.at).toISOString().slice(11, 16)} ${item.what} ${name}`;
      }),
    ]),
  );
}

test('a freeze stands on the first day, or begins, and ends on a later one', () => {
  expect(
    told([
      freezing('2026-11-24T10:00Z', '2026-11-28T06:00Z'),
      freezing('2026-11-27T08:00Z', '2026-11-27T09:00Z', { by: 'f2' }),
      freezing('2026-11-25T08:00Z', '2026-11-26T02:00Z', { by: 'over' }),
    ]),
  ).toEqual({
    '2026-11-26': ['00:00 stands f1'],
    '2026-11-27': ['08:00 begins f2'],
    '2026-11-28': ['06:00 ends f1'],
  });
});

test('whoever looks at a later week sees what goes on since before', () => {
  const long = freezing('2026-11-24T10:00Z', '2027-01-10T06:00Z');
  expect(told([long], '2026-12-07')).toEqual({ '2026-12-07': ['00:00 stands f1'] });
});

test('a freeze of whole days has no end of its own', () => {
  expect(told([freezing('2026-12-24T00:00Z', '2026-12-26T00:00Z')], '2026-11-30')).toEqual({
    '2026-12-24': ['00:00 begins f1'],
  });
});

test('runs of a day are one line where nothing tells them apart, and those that are over are left out', () => {
  const runs = [2, 4, 5, 6].map((hour) => run(`2026-11-26T0${hour}:30Z`, { name: 'hourly' }));
  const frozen = freezing('2026-11-26T06:00Z', '2026-11-26T07:00Z');
  const last = run('2026-11-26T06:45Z', { name: 'hourly', frozen });
  expect(told([...runs, last, run('2026-11-26T05:00Z')])).toEqual({
    '2026-11-26': ['04:30 run hourly ×3', '05:00 run nightly ×1', '06:45 run hourly ×1'],
  });
});

test('a day is that of the zone, with what the clocks do on it', () => {
  const days = agendaOf([run('2027-03-28T22:30Z')], {
    from: '2027-03-22',
    days: 14,
    now: NOW,
    zone: 'Europe/Berlin',
  });
  expect(days.map(({ day }) => day)).toEqual(['2027-03-29']);
  const [sunday] = agendaOf([run('2027-03-28T21:30Z')], {
    from: '2027-03-22',
    days: 14,
    now: NOW,
    zone: 'Europe/Berlin',
  });
  expect(sunday).toMatchObject({ day: '2027-03-28', clocks: 'clocks go forward: 23 hours' });
});
