import type { Notification } from '../../providers/notifiers/notifier.ts';

/** Where people reach the dashboard of tests: at a name of ours, behind a prefix. */
export const PUBLIC_URL = 'https://ops.example.com/sluice';

/** A release that is held and pages, with these changes. */
export function notificationOf(changed: Partial<Notification> = {}): Notification {
  return {
    lane: 'checkout.production',
    release: 'checkout.production.12',
    number: 4,
    at: 1_795_478_249_030,
    kind: 'held',
    message: 'held',
    page: true,
    ...changed,
  };
}
