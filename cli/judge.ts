import type { Command } from 'commander';
import { judgeAgain } from '../analysis/judge/judge-again.ts';
import { replay, type Judgement } from '../analysis/judge/replay.ts';
import { connect, wantsJson } from './connection.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';
import { CommandFailure } from './failure.ts';
import { readJson } from './judge/input.ts';
import { readRecording } from './judge/read-recording.ts';
import { isReport, readRelease, type RecordedRelease } from './judge/read-release.ts';
import { renderRelease } from './judge/render-release.ts';
import { renderReplay } from './judge/render.ts';
import { outputWidth, printJson, printLines } from './output.ts';
import { terminalPaint } from './paint.ts';

/** The exit status of each outcome (verdict.md §9). */
const STATUS: Record<Judgement['outcome'], ExitCode> = {
  pass: exitCodes.ok,
  fail: exitCodes.reverted,
  inconclusive: exitCodes.held,
  continue: exitCodes.held,
};

/** `sluice judge`: what the verdict says of a recording, offline, or of a release, again. */
export function registerJudge(program: Command): void {
  program
    .command('judge')
    .description('say what the verdict is on the counts in a file, offline, or judge a release again')
    .argument('[file]', 'a recording, or the report of a release, as JSON; - is standard input')
    .option('--release <id>', 'judge this release again, by the API: a finished one or one that runs')
    .action(async (file: string | undefined, { release }: { release?: string }, command: Command) => {
      const json = wantsJson(command);
      if ((file === undefined) === (release === undefined)) {
        throw new CommandFailure(exitCodes.usage, 'name a file, or a release with --release; not both');
      }
      if (release !== undefined) {
        return showRelease(readRelease('the answer', await connect(command).evidence(release)), json);
      }
      const name = file ?? '-';
      const input = await readJson(name);
      return isReport(input) ? showRelease(readRelease(name, input), json) : showRecording(name, input, json);
    });
}

function showRecording(file: string, input: unknown, json: boolean): void {
  const recording = readRecording(file, input);
  const replayed = replay(recording);
  if (json) printJson(replayed.judgement);
  else printLines(renderReplay(recording, replayed, outputWidth(), terminalPaint));
  process.exitCode = STATUS[replayed.judgement.outcome];
}

function showRelease({ id, status, evidence }: RecordedRelease, json: boolean): void {
  const again = judgeAgain(id, evidence);
  if (again.kind === 'nothing') throw new CommandFailure(exitCodes.held, again.sentence);
  const { replayed, sentence } = again;
  const { judgement, decisions, same } = replayed;
  if (json) printJson({ ...judgement, release: { id, ...status }, decisions, same });
  else printLines(renderRelease({ id, status, evidence }, replayed, sentence, outputWidth(), terminalPaint));
  process.exitCode = STATUS[judgement.outcome];
}
