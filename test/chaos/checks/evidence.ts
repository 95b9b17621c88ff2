import type { Breach } from '../breach.ts';
import type { LaneRun } from '../record.ts';
import type { Reported } from '../reported.ts';

/** Nothing passes without data of both sides, and no bad version is proven safe: it completes only where a person said so. */
export function checkEvidence({ lane, reports }: LaneRun): Breach[] {
  return reports.flatMap((report) =>
    [...blindPasses(report), ...unjudgedBakes(report), ...badOnes(report)].map((what): Breach => ({
      rule: 4,
      lane,
      release: report.id,
      what,
    })),
  );
}

function blindPasses({ evidence }: Reported): string[] {
  const { metrics = [], blocks, decisions } = evidence;
  const passes = decisions.filter(
    ({ kind, bake, beside }) => kind === 'pass' && bake !== undefined && !beside,
  );
  return passes.flatMap(({ block, stage, step }) => {
    const judged = blocks.slice(0, (block ?? -1) + 1).filter((each) => each.stage === stage);
    const blind = metrics.filter(
      ({ name, required }) =>
        required &&
        !judged.some(({ counts }) => {
          const sides = counts[name];
          return (sides?.candidate?.total ?? 0) > 0 && (sides?.stable?.total ?? 0) > 0;
        }),
    );
    return blind.map(({ name }) => `step ${step} passed, and no block of it has ${name} of both sides`);
  });
}

function unjudgedBakes({ status, evidence, events }: Reported): string[] {
  return status.steps.flatMap(({ kind, state }, index) => {
    if (kind !== 'bake' || state !== 'done') return [];
    const passed = evidence.decisions.some((each) => each.kind === 'pass' && each.step === index);
    const promoted = events.some((event) => event.kind === 'promoted' && event.step === index);
    return passed || promoted
      ? []
      : [`the bake at step ${index} is done, and neither evidence nor a person passed it`];
  });
}

/** A bake for a time says only that nothing failed in it, which is no proof where few requests came. */
function badOnes({ input, status, events }: Reported): string[] {
  const isBad = input.kind === 'release' && input.version.endsWith('-bad');
  const wasProven = input.plan.steps.some(({ kind, until }) => kind === 'bake' && until === 'safe');
  const wasPromoted = events.some(({ kind }) => kind === 'promoted');
  if (!isBad || !wasProven || status.outcome !== 'completed' || wasPromoted) return [];
  return [`${input.version} completed, and nobody promoted it`];
}
