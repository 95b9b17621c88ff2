/** Tells GitHub of a release: a deployment with its statuses, and a check run that is edited in place. */
import { z } from 'zod';
import type { GithubNotifier } from '../../config/notifiers/github.ts';
import type { ProviderContext } from '../context.ts';
import { checkRunName, renderCheckRun } from '../github/check-run.ts';
import { createGithub, type Github } from '../github/client.ts';
import { deploymentState } from '../github/deployment-state.ts';
import { GithubFailure } from '../github/failure.ts';
import { shorten } from '../github/markdown.ts';
import type { ShownRelease } from '../github/shown-release.ts';
import { releasePage } from '../page-address.ts';
import type { Memory, Notifier } from './notifier.ts';
import { Refusal } from './refusal.ts';

/** What is kept of a release from one event to the next. */
const memorySchema = z.object({
  sha: z.string(),
  deployment: z.number(),
  /** State and phase of the newest status that was sent: GitHub lists every one. */
  said: z.string().exactOptional(),
  checkRun: z.number().exactOptional(),
  /** How the check run ended; left out while it has not. */
  concluded: z.string().exactOptional(),
});
type Known = z.output<typeof memorySchema>;

const FULL_SHA = /^[0-9a-f]{40}$/;
const withId = z.object({ id: z.number() });
const commit = z.object({ sha: z.string() });
const deployments = z.array(withId.extend({ payload: z.unknown() }));
const checkRuns = z.object({
  check_runs: z.array(
    withId.extend({ external_id: z.string().nullable(), conclusion: z.string().nullish() }),
  ),
});
const ownPayload = z.looseObject({ sluice: z.string() });

/** A deployment and, for an App, a check run for each release. What happens between releases is not told. */
export function createGithubNotifier(config: GithubNotifier, context: ProviderContext): Notifier {
  return {
    async send({ release: id, status }, { signal, memory }) {
      // Only the newest of several events says how the release stands.
      if (id === undefined || status === undefined) return undefined;
      const { github: settings } = context;
      if (settings === undefined) {
        throw new Refusal('the settings have no github, so it cannot be told', { kind: 'gone' });
      }
      const link = releasePage(context, id);
      const told: Told = {
        github: createGithub(settings, context.environment),
        path: `/repos/${config.repository}`,
        environment: config.environment ?? status.lane.split('.')[1] ?? '',
        release: status,
        ...(link === undefined ? {} : { link }),
        ...(config.environmentUrl === undefined ? {} : { url: config.environmentUrl }),
        signal,
      };
      return asRefusal(async () =>
        tell(told, memorySchema.safeParse(memory).data, settings.app !== undefined),
      );
    },
  };
}

interface Told {
  github: Github;
  /** Of the repository. */
  path: string;
  environment: string;
  release: ShownRelease;
  link?: string;
  url?: string;
  signal: AbortSignal;
}

async function tell(told: Told, before: Known | undefined, checks: boolean): Promise<Memory> {
  const known = before ?? (await begin(told));
  const said = `${deploymentState(told.release).state} ${told.release.phase}`;
  if (said !== known.said) await setState(told, known.deployment);
  if (!checks) return { ...known, said };
  const { sha, deployment } = known;
  return { sha, deployment, said, ...(await setCheckRun(told, known)) };
}

/** Finds the commit and makes the deployment, unless an attempt that was lost has made it already. */
async function begin(told: Told): Promise<Known> {
  const { github, path, environment, release, signal } = told;
  const sha = await findCommit(told);
  const query = new URLSearchParams({ sha, environment, task: 'deploy', per_page: '100' });
  const made = deployments.parse(
    await github.request({ method: 'GET', path: `${path}/deployments?${query.toString()}` }, signal),
  );
  const own = made.find(({ payload }) => ownPayload.safeParse(payload).data?.sluice === release.id);
  if (own !== undefined) return { sha, deployment: own.id };
  const body = {
    ref: sha,
    environment,
    auto_merge: false,
    required_contexts: [],
    description: shorten(`${release.version}, ${release.id}, by ${release.actor}`, 140),
    payload: { sluice: release.id },
  };
  const { id } = withId.parse(
    await github.request({ method: 'POST', path: `${path}/deployments`, body }, signal),
  );
  return { sha, deployment: id };
}

/** The commit of the release: its revision, or what GitHub knows under the name of its revision or version. */
async function findCommit({ github, path, release, signal }: Told): Promise<string> {
  const name = release.revision ?? release.version;
  if (FULL_SHA.test(name)) return name;
  const found = await github.request(
    { method: 'GET', path: `${path}/commits/${encodeURIComponent(name)}` },
    signal,
  );
  return commit.parse(found).sha;
}

async function setState(
  { github, path, environment, release, link, url, signal }: Told,
  deployment: number,
): Promise<void> {
  const body = {
    ...deploymentState(release),
    environment,
    ...(link === undefined ? {} : { log_url: link }),
    ...(url === undefined ? {} : { environment_url: url }),
  };
  await github.request({ method: 'POST', path: `${path}/deployments/${deployment}/statuses`, body }, signal);
}

/**
 * Says in the check run how the release stands. GitHub lets none that is completed go on or end otherwise, so what comes
 * after a wait for a person is another one of the same name: people are shown the newest.
 */
async function setCheckRun(told: Told, known: Known): Promise<CheckRunKnown> {
  const { github, path, release, link, signal } = told;
  const body = renderCheckRun(release, link);
  const concluded = body.conclusion === undefined ? {} : { concluded: body.conclusion };
  const { checkRun: id, concluded: ended } =
    known.checkRun === undefined ? await findCheckRun(told, known.sha) : known;
  if (id !== undefined && (ended === undefined || ended === body.conclusion)) {
    await github.request({ method: 'PATCH', path: `${path}/check-runs/${id}`, body }, signal);
    return { checkRun: id, ...concluded };
  }
  const named = { ...body, name: checkRunName(release.lane), head_sha: known.sha };
  const made = await github.request({ method: 'POST', path: `${path}/check-runs`, body: named }, signal);
  return { checkRun: withId.parse(made).id, ...concluded };
}

type CheckRunKnown = Pick<Known, 'checkRun' | 'concluded'>;

/** The newest one of the release, which an attempt that was lost may have made. */
async function findCheckRun({ github, path, release, signal }: Told, sha: string): Promise<CheckRunKnown> {
  const query = new URLSearchParams({
    check_name: checkRunName(release.lane),
    filter: 'all',
    per_page: '100',
  });
  const { check_runs: runs } = checkRuns.parse(
    await github.request(
      { method: 'GET', path: `${path}/commits/${sha}/check-runs?${query.toString()}` },
      signal,
    ),
  );
  const [newest] = runs.filter((run) => run.external_id === release.id).toSorted((a, b) => b.id - a.id);
  if (newest === undefined) return {};
  const { id: checkRun, conclusion } = newest;
  return { checkRun, ...(typeof conclusion === 'string' ? { concluded: conclusion } : {}) };
}

async function asRefusal<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof GithubFailure)) throw error;
    if (error.isFinal) {
      throw new Refusal(error.message, { kind: error.status === 410 ? 'gone' : 'never' });
    }
    if (error.after === undefined) throw error;
    throw new Refusal(error.message, { kind: 'later', after: error.after });
  }
}
