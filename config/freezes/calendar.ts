/** A calendar whose events are freezes, resolved from the settings. */
export interface CalendarConfig {
  /** Unlike that of any other calendar. */
  name: string;
  /** A URL, in which references to secrets are still references, or the absolute path of a file. */
  from: { url: string } | { file: string };
  /** Patterns such as `*@production`. */
  lanes: string[];
  /** Zone of days and of times that name none; left out: what the calendar says itself, else UTC. */
  timeZone?: string;
}
