import type { JobOutcome } from '../../commands/job/outcome.ts';
import { tail } from '../../tail.ts';
import type { GateAnswer } from '../gate.ts';
import type { FoundReport } from './report.ts';

type Ended = Pick<JobOutcome, 'status' | 'how' | 'said' | 'log'>;

/** Characters of a summary, and of output that stands for one. */
const told = 500;

/** What the exit status alone says: 0 passes, 1 fails, anything else could not tell. Pure. */
export function judgeStatus(ended: Ended): GateAnswer {
  const answer = { summary: withOutput(ended), evidence: `exit status, log ${ended.log}` };
  if (ended.status === 0) return { outcome: 'pass', ...answer };
  if (ended.status === 1) return { outcome: 'fail', ...answer };
  return { outcome: 'inconclusive', reason: 'crashed', ...answer };
}

/** What the report says, where it is about this revision and the command does not say otherwise. Pure. */
export function judgeReport(ended: Ended, found: FoundReport, revision: string): GateAnswer {
  const inconclusive = (reason: GateAnswer['reason'] & string, summary: string): GateAnswer => ({
    outcome: 'inconclusive',
    reason,
    summary,
    evidence: found.kind === 'read' ? `${found.from}, log ${ended.log}` : `log ${ended.log}`,
  });
  if (ended.status === undefined) return inconclusive('crashed', withOutput(ended));
  if (found.kind === 'none')
    return inconclusive('no evidence', `${found.why}; the command ${withOutput(ended)}`);
  if (found.kind === 'stale') return inconclusive('stale evidence', found.why);
  const { report, from } = found;
  const summary = tail(report.summary, told);
  const link = report.link === undefined ? {} : { link: report.link };
  if (report.revision !== revision) {
    const message = `the report is about ${report.revision}, not about ${revision}`;
    return { ...inconclusive('foreign evidence', message), ...link };
  }
  if (report.outcome === 'inconclusive') return { ...inconclusive('undecided', summary), ...link };
  if (report.outcome === 'pass' && ended.status !== 0) {
    const message = `the report says pass, but the command ${ended.how}: ${summary}`;
    return { ...inconclusive('crashed', message), ...link };
  }
  return { outcome: report.outcome, summary, evidence: `${from}, log ${ended.log}`, ...link };
}

function withOutput({ how, said }: Ended): string {
  return said === '' ? how : `${how}: ${tail(said, told)}`;
}
