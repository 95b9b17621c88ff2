import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { endFault, verifyLines, type ChainCheck } from '../../activities/audit/verify.ts';
import { connect, wantsJson } from '../connection.ts';
import { exitCodes } from '../exit-codes.ts';
import { CommandFailure } from '../failure.ts';
import { printJson, printLines } from '../output.ts';

/** `sluice audit verify FILE`: whether each line is as it was written, in its place, and the last one the last. */
export function registerVerify(audit: Command): void {
  audit
    .command('verify')
    .description('check a file of acts: a line that was changed, removed or put elsewhere is named')
    .argument('<file>', 'audit/LANE.jsonl of the archive, or what audit --jsonl printed')
    .option(
      '--offline',
      'ask no daemon what the last line has to be: what was cut off at the end does not show',
    )
    .action(async (file: string, { offline = false }: { offline?: boolean }, command: Command) => {
      const { chains, torn } = verifyLines((await read(file)).split('\n'));
      if (!offline) await checkEnds(chains, command);
      const faults = chains.flatMap((chain) => chain.faults);
      if (wantsJson(command)) printJson({ ok: faults.length === 0, endsChecked: !offline, chains, torn });
      else printLines([...torn.map(tornLine), ...chains.map((chain) => summary(chain, offline)), ...faults]);
      process.exitCode = faults.length === 0 ? exitCodes.ok : exitCodes.reverted;
    });
}

async function read(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CommandFailure(exitCodes.usage, `${file} cannot be read: ${why}`);
  }
}

async function checkEnds(chains: readonly ChainCheck[], command: Command): Promise<void> {
  const client = connect(command);
  for (const check of chains) {
    const { head } = await client.auditChain(check.chain);
    const fault = endFault(check, head);
    if (fault !== undefined) check.faults.push(fault);
  }
}

function tornLine(line: number): string {
  return `line ${line} is no line: a power cut may have torn it, then it is written again below`;
}

function summary({ chain, lines, last, faults }: ChainCheck, offline: boolean): string {
  const end = `${lines} ${lines === 1 ? 'line' : 'lines'}, the last is ${last.number} ${last.hash.slice(0, 16)}`;
  if (faults.length > 0) return `${chain}: ${end}; ${faults.length} wrong:`;
  return `${chain}: ${end}; ${offline ? 'whole up to there' : 'whole, to the last line that its owner wrote'}`;
}
