import { scheduleBody, scheduleList, scheduleView } from '../../wire/schedule.ts';
import { example } from './example.ts';

const schedule = {
  lane: 'checkout.production',
  name: 'mornings',
  origin: 'api' as const,
  createdBy: 'ann',
  cron: '30 9 * * 1-5',
  timeZone: 'Europe/Berlin',
  version: 'latest',
  paused: false,
  note: '',
  next: [{ at: 1_770_021_000_000 }],
  last: 1_769_761_800_000,
  runs: 17,
  missed: 0,
  skipped: 0,
};

/** Releases by the clock. */
export const scheduleExamples = [
  example(scheduleBody, {
    lane: 'checkout.production',
    name: 'mornings',
    schedule: { cron: '30 9 * * 1-5', timeZone: 'Europe/Berlin', version: 'latest' },
  }),
  example(scheduleView, schedule),
  example(scheduleList, { schedules: [schedule] }),
];
