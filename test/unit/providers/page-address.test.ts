import { expect, test } from 'vitest';
import { calendarPage, lanePage, pageOf, releasePage } from '../../../providers/page-address.ts';
import { inOrder, isMeant, readAsked } from '../../../web/pages/lanes/lane-list.ts';
import { pathBelow, releaseAddress } from '../../../web/routing/address.ts';
import { PUBLIC_URL } from '../../rigs/notification.ts';
import { lane } from '../web/lanes.ts';

const reached = { publicUrl: PUBLIC_URL };
const ID = 'checkout.production.12';

/** What the dashboard behind the prefix is asked for by an address. */
function asked(address: string | undefined): { path: string | undefined; query: URLSearchParams } {
  const { pathname, searchParams } = new URL(address ?? '');
  return { path: pathBelow('/sluice/ui/', pathname), query: searchParams };
}

test('a release is at the address by which the dashboard itself leads to it', () => {
  expect(asked(releasePage(reached, ID)).path).toBe(releaseAddress(ID));
});

test('a lane is shown alone among all of them', () => {
  const { path, query } = asked(lanePage(reached, 'checkout.production'));
  expect(path).toBe('');
  const lanes = [lane({}, 'checkout'), lane({}, 'checkout', 'staging'), lane({}, 'cart')];
  const meant = inOrder(lanes).filter((each) => isMeant(each, readAsked(query)));
  expect(meant.map((each) => each.lane.lane)).toEqual(['checkout.production']);
});

test('an event is of its release, or else of its lane; without an address of the dashboard nothing leads there', () => {
  const between = { lane: 'checkout.production' };
  expect(pageOf(reached, { ...between, release: ID })).toBe(`${PUBLIC_URL}/ui/releases/${ID}`);
  expect(pageOf(reached, between)).toBe(lanePage(reached, 'checkout.production'));
  expect([pageOf({}, between), calendarPage({})]).toEqual([undefined, undefined]);
});
