/** What each step does, until when, what is expected of it, what takes it back, and when it asks a person. */
import { whoApproves } from '../../config/approvers.ts';
import type { HookConfig } from '../../config/hooks/hook.ts';
import type { BakeStep, CommandLine, Plan, RampStep, RunStep, SmokeCheck, Step } from '../../config/plan.ts';
import { formatDuration } from '../../config/units.ts';
import { weight } from '../figures.ts';
import type { Fact } from './facts.ts';

/** A step as it is told. */
export interface Explained {
  title: string;
  facts: Fact[];
}

/** All that is to be said of the step of this plan at an index. */
export function explainStep(step: Step, index: number, plan: Plan): Explained {
  const cutover = plan.steps.findIndex(({ kind }) => kind === 'cutover');
  const hold = formatDuration(plan.holdDeadline);
  const unanswered = `${hold} without an answer: it ${index < cutover ? 'reverts' : 'stays as it is and pages again'}`;
  const { title, facts } = explain(step, plan);
  return {
    title,
    facts: facts.map((fact) =>
      fact.name === 'asks' ? { ...fact, text: `${fact.text}; ${unanswered}` } : fact,
    ),
  };
}

function explain(step: Step, plan: Plan): Explained {
  switch (step.kind) {
    case 'deploy':
      return told('deploy', {
        does: 'brings the version up in the idle slot, beside the one that serves',
        expects: `every instance ready within ${formatDuration(step.deadline)}, else it reverts; one that ends reverts at once`,
        undo: 'takes the version down',
      });
    case 'smoke':
      return told('smoke', {
        does: `checks every instance before it has traffic: ${step.checks.map(checkText).join('; ')}`,
        expects: `each passes once within ${formatDuration(step.deadline)}, else it reverts`,
        undo: 'nothing to take back',
      });
    case 'shift':
      return told(`shift to ${weight(step.to)}`, {
        does: `writes ${weight(step.to)} of the traffic to the new version`,
        expects: `the router's own account says so, and then the requests do, looked at for ${formatDuration(Math.min(step.deadline, 60_000))} at most; too few of them are "unproven", on which no bake passes`,
        undo: 'writes 0 and looks until no request starts there',
        asks: 'when the new version has no ready instance, gets more than it was sent, or the evidence turned against it',
      });
    case 'bake':
      return bakeText(step, countsRules(plan));
    case 'ramp':
      return rampText(step);
    case 'approve': {
      const { count, deadline, onDeadline } = step;
      return told(`approve by ${count} ${count === 1 ? 'person' : 'people'}`, {
        does: `waits for ${count}: ${whoApproves(step)}, but not whoever started the release`,
        expects: `all of them within ${formatDuration(deadline)}${onDeadline === 'revert' ? ', else it reverts' : ''}; watched meanwhile`,
        undo: 'nothing to take back',
        ...(onDeadline === 'hold' ? { asks: 'when they are too few by then' } : {}),
      });
    }
    case 'cutover':
      return told('cutover', {
        does: 'with every instance ready, writes all traffic to the new version, then lets the old slot drain',
        expects: `no request starts at the old slot any more, in two windows of at least 100, within ${formatDuration(step.deadline)}`,
        undo: 'writes all traffic back',
        asks: 'when it is written and not seen; before that, when an instance is not ready, and then it reverts in the end',
      });
    case 'keep':
      return told(`keep the old slot for ${formatDuration(step.for)}`, {
        does: 'keeps it warm and goes on watching; an abort is an instant swap back',
        expects: `instances stay ready${limitsText(plan)}${countsRules(plan) ? ', and no rule fails' : ''}; a fail reverts`,
        undo: 'writes all traffic back',
      });
    case 'retire':
      return told('retire', {
        does: 'takes the old slot down',
        expects: `its instances end within ${formatDuration(plan.platform.grace)}`,
        undo: 'none: from here only a new release changes anything',
      });
    case 'run':
      return runText(step);
    case 'gate': {
      const { gate } = step;
      const where = { printed: 'a report that it prints', none: 'its exit status alone' };
      const evidence =
        gate.report.kind === 'file' ? `the report ${gate.report.path}` : where[gate.report.kind];
      return told('gate', {
        does: `asks ${commandText(gate.command)} for evidence about this version: ${evidence}`,
        expects: `a pass within ${formatDuration(gate.timeout)}; a fail reverts`,
        undo: 'nothing to take back',
        asks: 'when it says neither: missing, crashed, stale, or about something else',
      });
    }
  }
}

/** What metrics are held to where no stable side is left. */
function limitsText({ metrics }: Plan): string {
  const without = metrics.filter(({ limit }) => limit === undefined).map(({ name }) => name);
  const derived =
    without.length === 0
      ? ''
      : `, which for ${without.join(', ')} are derived from the stable side's past where an hour of it or more is known`;
  return metrics.length === 0 ? '' : `, and metrics below their limits${derived}`;
}

function countsRules({ rules = [] }: Plan): boolean {
  return rules.some(({ dryRun }) => !dryRun);
}

function bakeText(
  { until, min, max, minRequests, onFail, onInconclusive }: BakeStep,
  withRules: boolean,
): Explained {
  const safe = until === 'safe';
  const pass = [
    safe
      ? 'every required metric proven safe'
      : 'no harm seen when the time is over, without a claim of safety',
    ...(safe && min > 0 ? [`no earlier than ${formatDuration(min)}`] : []),
    ...(minRequests > 0 ? [`with at least ${minRequests} requests of the new version`] : []),
    ...(withRules ? ['with every rule answered and none broken'] : []),
  ].join(', ');
  const { asks, otherwise } = answersText({ max, onFail, onInconclusive });
  return told(safe ? `bake until safe, at most ${formatDuration(max)}` : `bake for ${formatDuration(max)}`, {
    does: 'watches the metrics of both sides, the instances and the router',
    expects: `${pass}${otherwise}`,
    undo: 'nothing to take back',
    ...asks,
  });
}

function rampText({
  budget,
  lateBudget,
  from,
  to,
  maxFactor,
  max,
  onFail,
  onInconclusive,
}: RampStep): Explained {
  const { asks, otherwise } = answersText({ max, onFail, onInconclusive });
  const late =
    lateBudget === undefined
      ? ''
      : `; no share at which a total failure would cost more than ${lateBudget} of them`;
  return told(`ramp to ${weight(to)}, at most ${formatDuration(max)}`, {
    does:
      `writes ${weight(from)} of the traffic to the new version and raises it to ${weight(to)} as fast as the evidence ` +
      `allows, by ${maxFactor} times at a time at most, held for 3 blocks each; never down`,
    expects:
      `what is not excluded yet costs about ${budget} bad responses at most before it is stopped${late}; at ${weight(to)} ` +
      `every required metric within its safe margin${otherwise}`,
    undo: 'writes 0 and looks until no request starts there',
    ...asks,
  });
}

/** What becomes of a bake or a ramp that fails, or has no answer at its end. */
function answersText({ max, onFail, onInconclusive }: Pick<BakeStep, 'max' | 'onFail' | 'onInconclusive'>): {
  asks: { asks?: string };
  otherwise: string;
} {
  const asks = [
    ...(onFail === 'hold' ? ['on evidence of harm'] : []),
    ...(onInconclusive === 'hold' ? [`when it is not known after ${formatDuration(max)}`] : []),
    ...(onInconclusive === 'advance' ? ['where there was nothing to judge by'] : []),
  ].join(', and ');
  const unknown = {
    hold: '',
    revert: `; not known after ${formatDuration(max)} reverts`,
    advance: `; not known after ${formatDuration(max)} goes on, recorded as "advanced by policy"`,
  }[onInconclusive];
  const harm = onFail === 'revert' ? '; evidence of harm reverts at once' : '';
  return { asks: asks === '' ? {} : { asks }, otherwise: `${harm}${unknown}` };
}

function runText({ hook, undo, onFail }: RunStep): Explained {
  return told('run', {
    does: `calls ${hookText(hook)}`,
    expects: `it ends well within ${formatDuration(hook.timeout)} a try${onFail === 'revert' ? ', else it reverts' : ''}`,
    undo: undo === undefined ? 'none was given' : `calls ${hookText(undo)}`,
    ...(onFail === 'hold' ? { asks: 'when it does not' } : {}),
  });
}

/** What is expected stands after what is done; what asks a person stands last. */
function told(
  title: string,
  said: { does: string; expects: string; undo: string; asks?: string },
): Explained {
  return { title, facts: Object.entries(said).map(([name, text]) => ({ name, text })) };
}

function checkText(check: SmokeCheck): string {
  if (check.kind === 'command') return commandText(check.command);
  const contains = check.contains === undefined ? '' : ` with "${check.contains}"`;
  return `GET ${check.path} answers ${check.status}${contains}`;
}

function hookText(hook: HookConfig): string {
  return hook.kind === 'command' ? commandText(hook.command) : `${hook.method} ${hook.url}`;
}

function commandText(command: CommandLine): string {
  return `\`${typeof command === 'string' ? command : command.join(' ')}\``;
}
