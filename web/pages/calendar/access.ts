/** Whether somebody may do something in some lanes. The API itself decides: this only says what makes sense. Pure. */
import { EVERY_LANE, may, mayBreakGlass } from '../../../api/auth/principal.ts';
import type { Whoami } from '../../../api/wire/whoami.ts';
import type { Role } from '../../../config/grants.ts';

/** What somebody may. */
export interface Access {
  /** Why it cannot be pressed; absent where it can. */
  refused?: string;
  /** It is above the role of whoever looks, and may be done all the same, as an emergency. */
  breaksGlass: boolean;
}

/** For an act that takes a role in each of these lanes or patterns of lanes. */
export function accessTo(who: Whoami, role: Role, lanes: readonly string[]): Access {
  const above = lanes.filter((lane) => !may(who, role, lane));
  if (above.length === 0) return { breaksGlass: false };
  if (above.every((lane) => mayBreakGlass(who, lane))) return { breaksGlass: true };
  const where = above.map((lane) => (lane === EVERY_LANE ? 'every lane' : lane.replace('.', '@')));
  return { refused: `It takes the role ${role} in ${where.join(', ')}.`, breaksGlass: false };
}
