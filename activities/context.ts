import type { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import type { ProcessEvents } from './process-events.ts';
import type { FreezeBook } from './freezes/book.ts';
import type { Stops } from './stops.ts';
import type { World } from './world.ts';

/** What every activity is made with, once in a process. */
export interface ActivityContext {
  /** Routers, platforms, metric sources and notifiers. */
  world: World;
  /** Temporal's client, asked for when a release is archived: it may be connected after this was made. */
  client(): Client;
  /** Absolute folder of the reports of finished releases. */
  archiveFolder: string;
  /** Where people reach the dashboard; left out, nobody has said. */
  publicUrl?: string;
  /** What keeps traffic from being raised. */
  freezes: FreezeBook;
  /** What the runs of schedules need, all absolute; `taskQueue` is the prefix of the queues. */
  schedules: { definitions: string; dataFolder: string; taskQueue: string };
  events: ProcessEvents;
  /** Where workflows of this process say that an activity is to stop. */
  stops: Stops;
  log: Logger;
}
