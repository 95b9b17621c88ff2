import { expect, test } from 'vitest';
import { farthestRole, rolesInWords } from '../../../web/session/roles.ts';

test('roles are said with where they hold, the farthest first', () => {
  const grants = [
    { role: 'viewer' as const, lanes: ['*@*'] },
    { role: 'operator' as const, lanes: ['shop@*', 'cart@staging'] },
    { role: 'operator' as const, lanes: ['shop@*'] },
  ];
  expect(rolesInWords({ grants })).toEqual(['operator in shop@*, cart@staging', 'viewer in every lane']);
  expect(farthestRole({ grants })).toBe('operator');
  expect(farthestRole({ grants: [] })).toBe('no role');
});
