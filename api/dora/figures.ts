/** The four figures of DORA, by lane, out of the entries of finished releases. */
import type { ReportEntry } from '../../activities/archive/report.ts';
import type { DoraLane, Spread } from '../wire/dora.ts';

/** What is needed of a finished release. */
export type FinishedRelease = Omit<ReportEntry, 'id' | 'lane' | 'number' | 'version' | 'sentence' | 'actor'>;

/** One that had all traffic. */
type Served = FinishedRelease & { servedAt: number };

const DAY = 86_400_000;

/** Figures of one lane over a period; `releases` are all that ended in it, in any order, also before and after. Pure. */
export function doraOf(
  releases: readonly FinishedRelease[],
  { from, to }: { from: number; to: number },
): Omit<DoraLane, 'lane' | 'service' | 'environment'> {
  const within = (at: number): boolean => at >= from && at < to;
  const served = releases.flatMap(asServed).toSorted((a, b) => a.servedAt - b.servedAt);
  const deployments = served.filter((each) => isChange(each) && within(each.servedAt));
  const undone = releases.filter(
    (each) =>
      isChange(each) && each.outcome === 'reverted' && asServed(each).length === 0 && within(each.finishedAt),
  );
  const caughtByGate = undone.filter(({ cause }) => cause === 'verdict').length;
  const failures = deployments.flatMap((each) => failureOf(each, served));
  const recovered = failures.flatMap(({ recoveredAt, since }) =>
    recoveredAt === null ? [] : [recoveredAt - since],
  );
  return {
    deployments: deployments.length,
    perDay: deployments.length / Math.max(1, (to - from) / DAY),
    leadTime: {
      fromCommit: spreadOf(deployments.flatMap(sinceCommit)),
      fromSubmit: spreadOf(
        deployments
          .filter((each) => sinceCommit(each).length === 0)
          .map(({ servedAt, submittedAt, startedAt }) => servedAt - (submittedAt ?? startedAt)),
      ),
    },
    failed: failures.length,
    changeFailRate: rate(failures.length, deployments.length),
    caughtByGate,
    changeFailRateWithCaught: rate(failures.length + caughtByGate, deployments.length + caughtByGate),
    stopped: undone.length - caughtByGate,
    recoveryTime: spreadOf(recovered),
    unrecovered: failures.length - recovered.length,
    approximate: releases.filter(
      (each) =>
        each.servedAt === undefined && asServed(each).some((old) => isChange(old) && within(old.servedAt)),
    ).length,
  };
}

/** A rollback and a recovery bring back what was there, and are no change. */
function isChange({ kind }: FinishedRelease): boolean {
  return kind === 'release' || kind === 'hotfix';
}

/** An entry of an older version of Sluice does not say when; then it is the end of a completed one. */
function asServed(release: FinishedRelease): Served[] {
  const { servedAt, outcome, finishedAt } = release;
  if (servedAt !== undefined) return [{ ...release, servedAt }];
  return outcome === 'completed' ? [{ ...release, servedAt: finishedAt }] : [];
}

/** What went wrong with a deployment, if anything did: it was undone, or what served next put it right. */
function failureOf(
  deployment: Served,
  served: readonly Served[],
): { since: number; recoveredAt: number | null }[] {
  const { servedAt: since, outcome, backAt } = deployment;
  if (outcome === 'reverted') return [{ since, recoveredAt: backAt ?? deployment.finishedAt }];
  const next = served.find(({ servedAt }) => servedAt > since);
  if (outcome !== 'completed') return [{ since, recoveredAt: next?.servedAt ?? null }];
  const isRemedy = next?.kind === 'rollback' || next?.kind === 'hotfix';
  return isRemedy ? [{ since, recoveredAt: next.servedAt }] : [];
}

function sinceCommit({ servedAt, committedAt }: Served): number[] {
  return committedAt === undefined || committedAt > servedAt ? [] : [servedAt - committedAt];
}

function rate(part: number, all: number): number | null {
  return all === 0 ? null : part / all;
}

/** Median and 90th percentile by nearest rank; null of nothing. */
function spreadOf(values: readonly number[]): Spread | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
  return { count: sorted.length, median: at(0.5), p90: at(0.9) };
}
