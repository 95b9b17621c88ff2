/** Addresses of the dashboard, as messages link to them: undefined where nobody has said at which address it is. Pure. */

/** Where people reach the dashboard, with the prefix of a proxy and no slash at its end. */
interface Reached {
  publicUrl?: string;
}

/** The page of a release. */
export function releasePage(reached: Reached, id: string): string | undefined {
  return below(reached, `releases/${id}`);
}

/** The lanes, narrowed to `SERVICE.ENVIRONMENT`. */
export function lanePage(reached: Reached, lane: string): string | undefined {
  return below(reached, `?q=${lane.replace('.', '@')}`);
}

/** The calendar, which lists what waits for people. */
export function calendarPage(reached: Reached): string | undefined {
  return below(reached, 'calendar');
}

/** The page that an event is of: its release's, or between releases its lane's. */
export function pageOf(
  reached: Reached,
  { lane, release }: { lane: string; release?: string },
): string | undefined {
  return release === undefined ? lanePage(reached, lane) : releasePage(reached, release);
}

function below({ publicUrl }: Reached, address: string): string | undefined {
  return publicUrl === undefined ? undefined : `${publicUrl}/ui/${address}`;
}
