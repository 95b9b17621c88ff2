import type { CloudEventsNotifier } from '../../config/notifiers/cloudevents.ts';
import { eventId } from './event-id.ts';
import type { Notification } from './notifier.ts';
import { partsOf } from './words.ts';

/** The version of the specification whose form this is. */
const SPECIFICATION = '0.5.0';
/** Versions of the types: those of services, and our own. */
const SERVICE_TYPE = '0.3.0';
const OWN_TYPE = '0.1.0';

/** A CDEvent. */
export interface CdEvent {
  context: { specversion: string; id: string; source: string; type: string; timestamp: string };
  subject: { id: string; source: string; content: Record<string, unknown> };
  customData?: Record<string, unknown>;
}

/** How a release changed what serves: the predicate of CDEvents, and the version that serves now. */
interface Change {
  predicate: 'deployed' | 'upgraded' | 'rolledback' | 'removed';
  version: string | undefined;
}

/**
 * An event as a CDEvent. The end of a release that changed what serves, or tried to, is one of CDEvents' own types of
 * a service; everything else has a type of ours. `link` is the address of the page that the event is of.
 */
export function toCdEvent(
  notification: Notification,
  { source, artifact }: Pick<CloudEventsNotifier, 'source' | 'artifact'>,
  link: string | undefined,
): CdEvent {
  const { service, environment } = partsOf(notification);
  const { release, at, kind, status: _status, ...event } = notification;
  const context = { specversion: SPECIFICATION, id: eventId(notification), source };
  const timestamp = new Date(at).toISOString();
  const linked = link === undefined ? {} : { link };
  const change = changeOf(notification);
  if (change === undefined) {
    const subject = release === undefined ? 'lane' : 'release';
    const predicate = kind.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
    const type = `dev.cdeventsx.sluice-${subject}.${predicate}.${OWN_TYPE}`;
    const content = { service, environment: { id: environment }, ...event, ...linked };
    return {
      context: { ...context, type, timestamp },
      subject: { id: release ?? event.lane, source, content },
    };
  }
  const { predicate, version } = change;
  const type = `dev.cdevents.service.${predicate}.${SERVICE_TYPE}`;
  const purl = artifact ?? `pkg:generic/${service}@{{version}}`;
  return {
    context: { ...context, type, timestamp },
    subject: {
      id: service,
      source,
      content: {
        environment: { id: environment },
        ...(version === undefined
          ? {}
          : { artifactId: purl.replaceAll('{{version}}', encodeURIComponent(version)) }),
      },
    },
    customData: { release, ...event, ...linked },
  };
}

function changeOf({ kind, about }: Notification): Change | undefined {
  if (kind !== 'finished' || about === undefined) return undefined;
  const { outcome, stable, version } = about;
  if (outcome === 'completed') {
    if (about.kind === 'rollback' || about.kind === 'recovery') return { predicate: 'rolledback', version };
    return { predicate: stable === null ? 'deployed' : 'upgraded', version };
  }
  if (outcome !== 'reverted') return undefined;
  return stable === null
    ? { predicate: 'removed', version: undefined }
    : { predicate: 'rolledback', version: stable.version };
}
