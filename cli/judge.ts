import type { Command } from 'commander';
import { replay, type Judgement } from '../analysis/judge/replay.ts';
import { wantsJson } from './connection.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';
import { readJson } from './judge/input.ts';
import { readRecording } from './judge/read-recording.ts';
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

/** `sluice judge FILE`: what the verdict says of a recorded release, offline. */
export function registerJudge(program: Command): void {
  program
    .command('judge')
    .description('say what the verdict is on the counts in a file, offline')
    .argument('<file>', 'the recording as JSON; - is standard input')
    .action(async (file: string, _options, command: Command) => {
      const recording = readRecording(file, await readJson(file));
      const replayed = replay(recording);
      if (wantsJson(command)) printJson(replayed.judgement);
      else printLines(renderReplay(recording, replayed, outputWidth(), terminalPaint));
      process.exitCode = STATUS[replayed.judgement.outcome];
    });
}
