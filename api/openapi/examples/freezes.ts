import { freezeBody, freezeList, freezeView, stopBody, stopView } from '../../wire/freeze.ts';
import { example } from './example.ts';

const freeze = {
  id: 'f3',
  lanes: ['*@production'],
  reason: 'year end',
  owner: 'ann',
  start: 1_766_530_800_000,
  end: 1_767_222_000_000,
  state: 'frozen' as const,
  createdBy: 'ann',
  endedBy: null,
};

/** Freezes, and the stop switch. */
export const freezeExamples = [
  example(freezeBody, {
    lanes: ['*@production'],
    reason: 'year end',
    start: '2025-12-24T00:00:00+01:00',
    end: '2026-01-01T00:00:00+01:00',
  }),
  example(freezeView, freeze),
  example(freezeList, {
    stop: null,
    freezes: [freeze],
    calendars: [
      {
        name: 'holidays',
        lanes: ['*@production'],
        readAt: 1_766_530_500_000,
        next: [{ reason: 'Epiphany', start: 1_767_654_000_000, end: 1_767_740_400_000 }],
      },
    ],
    lanes: [
      {
        lane: 'checkout.production',
        frozen: 'frozen by f3 of ann until 2025-12-31 23:00 UTC: year end',
        nextAllowed: 1_767_222_000_000,
      },
    ],
  }),
  example(stopBody, { reason: 'the database is on fire', running: 'hold' }),
  example(stopView, {
    stop: { since: 1_769_853_900_000, actor: 'ann', reason: 'the database is on fire' },
    aborted: [],
    notAborted: [],
  }),
];
