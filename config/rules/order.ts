/** Rules about the order of a plan's steps. Each finding's path is a position in the list. */
import type { Finding } from '../finding.ts';
import type { Step } from '../plan.ts';
import { formatPercent } from '../units.ts';

/** What needs no instance of the new version, so that it may come before its deploy. */
const EARLY = new Set<Step['kind']>(['gate', 'run', 'approve']);

/** What is wrong with the order of these steps. */
export function orderFindings(steps: readonly Step[]): Finding[] {
  return [
    ...present(steps),
    ...steps.flatMap((step, index) => misplaced(step, index, steps)),
    ...rising(steps),
  ];
}

/** What every list needs, and what it may have only once. */
function present(steps: readonly Step[]): Finding[] {
  const findings: Finding[] = [];
  const first = steps.findIndex(({ kind }) => !EARLY.has(kind));
  const kind = steps[first]?.kind;
  if (kind !== 'deploy') {
    const message = kind === undefined ? 'nothing is deployed' : `${kind} comes before any deploy`;
    findings.push({ path: [Math.max(0, first)], message, expected: 'deploy before it' });
  }
  if (!steps.some(({ kind }) => kind === 'cutover')) {
    const message = 'there is no cutover: the new version would never be proven at 100%';
    findings.push({ path: [], at: 'key', message, expected: 'a cutover after the last shift' });
  }
  for (const kind of ['deploy', 'cutover', 'keep', 'retire'] as const) {
    const again = steps.findIndex((step, index) => step.kind === kind && seen(steps, index, kind));
    if (again >= 0)
      findings.push({ path: [again], message: `${kind} stands here a second time`, expected: 'one' });
  }
  return findings;
}

/** Why this step cannot stand where it does, if it cannot. */
function misplaced(step: Step, index: number, steps: readonly Step[]): Finding[] {
  const refuse = (message: string, expected: string): Finding[] => [{ path: [index], message, expected }];
  const after = (kind: Step['kind']): boolean => seen(steps, index, kind);
  if (step.kind !== 'retire' && after('retire')) {
    return refuse(`${step.kind} comes after retire`, 'retire as the last step');
  }
  switch (step.kind) {
    case 'smoke':
      if (!after('shift') && !after('ramp') && !after('cutover')) return [];
      return refuse('smoke comes after traffic was shifted', 'smoke before the first shift or ramp');
    case 'shift':
    case 'ramp':
      return after('cutover')
        ? refuse(`${step.kind} comes after the cutover`, `${step.kind} before cutover`)
        : [];
    case 'bake':
      if (after('cutover'))
        return refuse('bake comes after the cutover', 'bake before cutover, keep after it');
      return after('shift') || after('ramp')
        ? []
        : refuse('bake comes before any shift', 'a shift before it, so that there is traffic');
    case 'keep':
      return after('cutover') ? [] : refuse('keep comes before the cutover', 'keep after cutover');
    case 'gate':
      return after('keep')
        ? refuse('gate comes after keep', 'gate before keep: nothing is undone after it')
        : [];
    case 'run': {
      const undoes = step.undo !== undefined || step.onFail === 'revert';
      if (!undoes || !after('keep')) return [];
      return refuse(
        'run comes after keep, when nothing is undone any more',
        'neither undo nor onFail: revert',
      );
    }
    case 'retire': {
      const cut = steps.some(({ kind }) => kind === 'cutover');
      return after('cutover') || !cut
        ? []
        : refuse('retire comes before the cutover', 'retire after cutover');
    }
    default:
      return [];
  }
}

/** Shifts and ramps that do not raise the share. */
function rising(steps: readonly Step[]): Finding[] {
  const findings: Finding[] = [];
  let before = 0;
  for (const [index, step] of steps.entries()) {
    if (step.kind !== 'shift' && step.kind !== 'ramp') continue;
    if (step.to <= before) {
      const message = `a ${step.kind} to ${formatPercent(step.to)} follows one to ${formatPercent(before)}`;
      findings.push({ path: [index, step.kind], message, expected: `more than ${formatPercent(before)}` });
    }
    before = Math.max(before, step.to);
  }
  return findings;
}

/** Whether a step of this kind stands before `index`. */
function seen(steps: readonly Step[], index: number, kind: Step['kind']): boolean {
  return steps.slice(0, index).some((step) => step.kind === kind);
}
