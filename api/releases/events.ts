import { WorkflowNotFoundError } from '@temporalio/client';
import { events as eventsQuery } from '../../workflows/messages.ts';
import type { ApiContext } from '../context.ts';
import { ACT_PATIENCE } from '../lane-update.ts';
import { isUnanswered } from '../temporal-errors.ts';
import type { EventPage, ReleaseEvent } from '../wire/event.ts';
import { unknownRelease } from './read.ts';
import { archivedView, archivedEvents } from './reports.ts';
import { releaseWorkflow } from './workflow-ids.ts';

/** A page of the events of a release, oldest first, of those with a number above `after`. */
export async function listEvents(
  context: ApiContext,
  id: string,
  { after, limit, kind }: { after: number; limit: number; kind?: string },
): Promise<EventPage> {
  const all = (await eventsOf(context, id)).filter((event) => event.number > after);
  const left = kind === undefined ? all : all.filter((event) => event.kind === kind);
  const events = left.slice(0, limit);
  const last = events.at(-1);
  return left.length <= limit || last === undefined ? { events } : { events, next: String(last.number) };
}

async function eventsOf(context: ApiContext, id: string): Promise<ReleaseEvent[]> {
  const handle = context.client.workflow.getHandle(releaseWorkflow(id));
  try {
    return await context.client.withDeadline(Date.now() + ACT_PATIENCE, async () =>
      handle.query(eventsQuery, 0),
    );
  } catch (error) {
    const isGone = error instanceof WorkflowNotFoundError;
    const folder = context.settings.archive.folder;
    if ((isGone || isUnanswered(error)) && (await archivedView(folder, id)) !== undefined) {
      return archivedEvents(folder, id);
    }
    throw isGone ? unknownRelease(id) : error;
  }
}
