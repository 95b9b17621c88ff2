import { ask, newAsked, type Asked } from './asking.ts';
import { environmentName } from './lanes/lane.ts';
import type { ActAsked, Submit } from './record.ts';
import type { Progress } from './progress.ts';
import type { Deed, HoldAnswer, ReleaseSchedule } from './schedule.ts';

/** Whoever asks for releases and answers them, by the schedule, through the API alone. */
export interface Operator {
  /** What it submitted, by the lane's service. */
  submits: Map<string, Submit[]>;
  /** Its acts, by the lane's service. */
  acts: Map<string, ActAsked[]>;
  /** Does nothing more, and waits until nothing of it is under way. */
  stop(): Promise<void>;
}

/** What the operator acts on. */
export interface OperatorOptions {
  releases: readonly ReleaseSchedule[];
  /** Base URLs; each try goes to the next one. */
  apis: readonly string[];
  progress: Progress;
}

const author = 'ann';
const other = 'bob';

/** A hold that was answered as planned is answered so, in turn, until the release has ended. */
const lastAnswers: HoldAnswer[] = ['abort', 'promote', 'retry'];

/** Nothing stays paused for longer, in milliseconds. */
const longestPause = 10_000;

/** How often a deed is tried anew where the release has moved on meanwhile. */
const mostLooks = 4;

/** Begins: every release is submitted at its time, and looked after until it has ended. */
export function startOperator({ releases, apis, progress }: OperatorOptions): Operator {
  const submits = new Map<string, Submit[]>();
  const acts = new Map<string, ActAsked[]>();
  const stopping = new AbortController();
  const over = stopping.signal;
  let said = 0;

  const act = async (
    { number, lane }: ReleaseSchedule,
    name: ActAsked['act'],
    {
      actor = other,
      clicks = 1,
      stale = false,
      by,
    }: { actor?: string; clicks?: number; stale?: boolean; by?: string } = {},
  ): Promise<number | undefined> => {
    const [id, view] = [progress.id(number), progress.view(number)];
    if (id === undefined || view === undefined) return undefined;
    const asked = newAsked();
    const reason = `${name} ${(said += 1)} of release ${number}`;
    note(acts, lane, { ...asked, release: id, act: name, actor, reason });
    const token = stale ? progress.firstToken(number) : view.token;
    const body = {
      reason,
      ...(name === 'abort' ? {} : { step: view.step, token }),
      ...(by === undefined ? {} : { by }),
    };
    const answer = await ask({ apis, path: `/v1/releases/${id}/${name}`, actor, body, clicks, over }, asked);
    return answer?.status;
  };

  const submit = async ({ number, lane, version }: ReleaseSchedule): Promise<void> => {
    const asked: Asked = newAsked();
    const reason = `release ${number} of the schedule`;
    note(submits, lane, { ...asked, kind: 'release', version, actor: author, reason });
    const body = { service: lane, environment: environmentName, version, reason };
    const answer = await ask({ apis, path: '/v1/releases', actor: author, body, over }, asked);
    if (answer === undefined) return;
    const { id } = answer;
    if (typeof id === 'string') progress.follow(number, `${lane}.${environmentName}`, id);
    else progress.never(number);
  };

  const doDeed = async (release: ReleaseSchedule, deed: Deed): Promise<void> => {
    if (!(await progress.reaches(deed.at, over))) return;
    const [clicks, stale] = [deed.manner === 'twice' ? 2 : 1, deed.manner === 'with a stale token'];
    const by = deed.act === 'extend' ? { by: '2s' } : {};
    for (let look = 0; look < mostLooks && !progress.hasEnded(release.number); look += 1) {
      const status = await act(release, deed.act, { clicks, stale: stale && look === 0, ...by });
      if (status !== 409) return;
      await pause(500, over);
    }
  };

  const answerHold = async (release: ReleaseSchedule, since: number, turn: number): Promise<void> => {
    await pause(release.reaction, over);
    if (progress.view(release.number)?.hold?.since !== since) return;
    const late = lastAnswers[turn % lastAnswers.length] ?? 'abort';
    await act(release, release.answers[turn] ?? late);
  };

  const lookAfter = async (release: ReleaseSchedule): Promise<void> => {
    const { number, reaction } = release;
    let turn = 0;
    while (!over.aborted && !progress.hasEnded(number)) {
      const view = progress.view(number);
      const step = view?.steps[view.step];
      if (view?.phase === 'holding' && view.hold !== undefined) {
        await answerHold(release, view.hold.since, turn);
        turn += 1;
      } else if (view?.phase === 'running' && step?.kind === 'approve' && view.approvals.length === 0) {
        await pause(reaction, over);
        // Every other author tries it, and is refused.
        if (reaction % 2 === 0) await act(release, 'approve', { actor: author });
        await act(release, 'approve');
      } else if (view?.phase === 'paused') {
        // Who was to resume it may have been refused.
        await pause(longestPause, over);
        if (progress.view(number)?.phase === 'paused') await act(release, 'resume');
      }
      await pause(500, over);
    }
  };

  const play = async (release: ReleaseSchedule): Promise<void> => {
    // Where the one before ended without coming there, this one is submitted after its end.
    if (!release.first) await progress.reaches(release.at, over);
    if (over.aborted) return;
    await submit(release);
    await Promise.all([lookAfter(release), ...release.deeds.map(async (deed) => doDeed(release, deed))]);
  };

  const playing = Promise.all(releases.map(play));
  playing.catch(() => undefined);
  return {
    submits,
    acts,
    async stop() {
      stopping.abort();
      await playing;
    },
  };
}

function note<T>(all: Map<string, T[]>, lane: string, one: T): void {
  const list = all.get(lane) ?? [];
  list.push(one);
  all.set(lane, list);
}

function pause(time: number, over: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, time);
    over.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });
}
