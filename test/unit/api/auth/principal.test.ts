import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { may, mayBreakGlass, maySomewhere, type Principal } from '../../../../api/auth/principal.ts';
import { coversLane, ROLES, type Grant, type Role } from '../../../../config/grants.ts';

const named = (grants: Grant[]): Principal => ({ name: 'ann', kind: 'token', grants, groups: [] });
const rolesOf = (role: Role): Role[] =>
  ROLES.filter((each) => may(named([{ role, lanes: ['*@*'] }]), each, 'shop.production'));

test('operator and approver each include viewer, and admin includes all', () => {
  expect(ROLES.map(rolesOf)).toEqual([
    ['viewer'],
    ['viewer', 'operator'],
    ['viewer', 'approver'],
    ['viewer', 'operator', 'approver', 'admin'],
  ]);
});

describe('a pattern covers a lane', () => {
  test.each([
    ['shop@production', 'shop.production', true],
    ['shop@production', 'shop@production', true],
    ['shop@production', 'shop.staging', false],
    ['shop@production', 'shopping.production', false],
    ['shop@*', 'shop.staging', true],
    ['*@production', 'cart.production', true],
    ['*@production', 'cart.staging', false],
    ['*@*', 'cart.staging', true],
    ['shop@*', '*@*', false],
    ['shop@*', 'shop@*', true],
    ['*@*', '*@production', true],
    ['*', 'shop.production', false],
    ['', 'shop.production', false],
    ['shop@production', '', false],
  ])('%s of %s: %s', (pattern, lane, covered) => {
    expect(coversLane(pattern, lane)).toBe(covered);
  });
});

const name = fc.constantFrom('shop', 'cart', 'a', 'production', 'staging');
const part = fc.oneof(name, fc.constant('*'));
const pattern = fc.tuple(part, part).map((parts) => parts.join('@'));
const grant = fc.record({
  role: fc.constantFrom(...ROLES),
  lanes: fc.array(pattern, { minLength: 1, maxLength: 3 }),
});
const grants = fc.array(grant, { maxLength: 4 });

test('what is allowed in every lane is allowed in each, and what in one, somewhere', () => {
  fc.assert(
    fc.property(grants, fc.constantFrom(...ROLES), name, name, (given, role, service, environment) => {
      const who = named(given);
      const here = may(who, role, `${service}.${environment}`);
      expect(here || !may(who, role)).toBe(true);
      expect(maySomewhere(who, role) || !here).toBe(true);
    }),
  );
});

test('one more grant takes nothing away, and no grant reaches beyond its lanes', () => {
  fc.assert(
    fc.property(
      grants,
      grant,
      fc.constantFrom(...ROLES),
      name,
      name,
      (given, more, role, service, environment) => {
        const lane = `${service}.${environment}`;
        const before = may(named(given), role, lane);
        const after = may(named([...given, more]), role, lane);
        expect(after || !before).toBe(true);
        const reaches = more.lanes.some((each) => coversLane(each, lane));
        expect(reaches || after === before).toBe(true);
      },
    ),
  );
});

test('the glass is broken only where a grant says so', () => {
  const who = named([
    { role: 'viewer', lanes: ['shop@production'], breakGlass: true },
    { role: 'operator', lanes: ['cart@*'] },
  ]);
  expect(mayBreakGlass(who, 'shop.production')).toBe(true);
  expect(mayBreakGlass(who, 'cart.production')).toBe(false);
});
