/** Settings of the daemon as data, all paths absolute. */
import { dirname, resolve } from 'node:path';
import type { SourceDocument } from './document.ts';
import { findingsOf } from './issues.ts';
import { below, type Finding } from './finding.ts';
import { inOrder, type Loaded } from './problem.ts';
import type { CalendarConfig } from './freezes/calendar.ts';
import type { WrittenKey } from './schema/encryption.ts';
import type { Issuer } from './schema/auth.ts';
import { exposureFindings } from './schema/exposure.ts';
import type { GithubSettings } from './schema/github.ts';
import { unboundFindings } from './schema/hosted-issuers.ts';
import type { ListenAddress } from './schema/listen.ts';
import { DEFAULT_LIMITS, type Limits } from './schema/network.ts';
import { settings, type SettingsInput } from './schema/settings.ts';
import type { FreezesInput } from './schema/freezes.ts';
import type { WebhookIn } from './schema/webhook-in.ts';
import { resolveSlack } from './schema/slack.ts';
import { withAbsoluteFiles } from './secrets.ts';
import type { SlackSettings } from './slack.ts';

/** The resolved settings. */
export interface Settings {
  listen: ListenAddress;
  /** Absent: everybody on this machine is an admin, and nobody else gets in. */
  auth?: { issuers: Issuer[] };
  tls?: { cert: string; key: string };
  /** Addresses and networks; none are believed where it is empty. */
  trustedProxies: string[];
  /**
   * Where people reach the dashboard: an origin, with the prefix of a proxy where there is one, without a slash at its
   * end. With `auth` the API answers to its host.
   */
  publicUrl?: string;
  /** Absent: there are none. */
  limits?: Limits;
  /** Folder of the service files. */
  definitions: string;
  /** Data folder. */
  data: string;
  archive: { folder: string };
  /** Address, credentials and, when it is absent here, the namespace come from Temporal's own configuration. */
  temporal: { namespace?: string; taskQueue: string; encryption?: { keys: WrittenKey[] } };
  /** How GitHub is reached, and what its events do; absent, it is told nothing and nothing of it is taken. */
  github?: GithubSettings;
  /** Signed webhooks that start a release, by name. */
  webhooks?: Record<string, WebhookIn>;
  /** Calendars whose events are freezes; none where there are none. */
  freezes: { calendars: CalendarConfig[] };
  /** Of a worker without an API; none where it is absent. */
  metrics: { listen?: ListenAddress };
  /** Left out: there is no Slack. */
  slack?: SlackSettings;
  log: { level: SettingsInput['log']['level'] };
}

/** Reads settings from a document, or says everything that is wrong with them, in order of position. */
export function readSettings(document: SourceDocument): Loaded<Settings> {
  const parsed = settings.safeParse(document.value, { reportInput: true });
  const findings = parsed.success ? findingsIn(parsed.data) : findingsOf(parsed.error);
  if (parsed.success && findings.length === 0) {
    return { value: resolved(parsed.data, dirname(resolve(document.file))) };
  }
  return { problems: inOrder(findings.map(document.problem)) };
}

/** What is wrong only in view of several keys. */
function findingsIn(read: SettingsInput): Finding[] {
  const issuers = read.auth?.issuers ?? [];
  return [
    ...exposureFindings(read),
    ...issuers.flatMap((issuer, index) => below(['auth', 'issuers', index], unboundFindings(issuer))),
  ];
}

/** The settings without a file; relative paths refer to `folder`. */
export function defaultSettings(folder: string): Settings {
  return resolved(settings.parse({}), resolve(folder));
}

function resolved(input: SettingsInput, folder: string): Settings {
  const data = resolve(folder, input.data);
  const { encryption, ...temporal } = input.temporal;
  const { auth, tls, trustedProxies = [], limits, github, webhooks, slack, ...rest } = input;
  const holds = limits ?? (auth === undefined ? undefined : DEFAULT_LIMITS);
  const secret = (text: string): string => withAbsoluteFiles(text, (path) => resolve(folder, path));
  return {
    ...rest,
    ...(github === undefined ? {} : { github: githubSecrets(github, secret) }),
    ...(webhooks === undefined
      ? {}
      : {
          webhooks: Object.fromEntries(
            Object.entries(webhooks).map(([name, hook]) => [name, { ...hook, secret: secret(hook.secret) }]),
          ),
        }),
    ...(slack === undefined ? {} : { slack: resolveSlack(slack, folder) }),
    ...(auth === undefined ? {} : { auth: { issuers: auth.issuers ?? [] } }),
    ...(tls === undefined ? {} : { tls: { cert: resolve(folder, tls.cert), key: resolve(folder, tls.key) } }),
    trustedProxies,
    ...(holds === undefined ? {} : { limits: holds }),
    temporal: {
      ...temporal,
      ...(encryption === undefined ? {} : { encryption: { keys: encryption.keys.map(absolute(folder)) } }),
    },
    freezes: { calendars: (input.freezes?.calendars ?? []).map(toCalendar(folder)) },
    definitions: resolve(folder, input.definitions),
    data,
    archive: { folder: resolve(folder, input.archive.folder ?? resolve(data, 'archive')) },
  };
}

function githubSecrets(
  { app, token, webhookSecret, ...github }: GithubSettings,
  absolute: (text: string) => string,
): GithubSettings {
  return {
    ...github,
    ...(app === undefined ? {} : { app: { ...app, privateKey: absolute(app.privateKey) } }),
    ...(token === undefined ? {} : { token: absolute(token) }),
    ...(webhookSecret === undefined ? {} : { webhookSecret: absolute(webhookSecret) }),
  };
}

function absolute(folder: string): (written: WrittenKey) => WrittenKey {
  return ({ id, key }) => ({ id, key: withAbsoluteFiles(key, (path) => resolve(folder, path)) });
}

function toCalendar(folder: string): (written: FreezesInput['calendars'][number]) => CalendarConfig {
  return ({ url, file, ...calendar }) => {
    if (url === undefined) return { ...calendar, from: { file: resolve(folder, file ?? '') } };
    return { ...calendar, from: { url: withAbsoluteFiles(url, (path) => resolve(folder, path)) } };
  };
}
