import type { Command } from 'commander';
import type { AuditPage } from '../api/wire/audit.ts';
import { registerVerify } from './audit/verify.ts';
import { connect, wantsJson } from './connection.ts';
import { day } from './figures.ts';
import { parseLane } from './lane-name.ts';
import { outputWidth, printJson, printLines } from './output.ts';
import { terminalPaint } from './paint.ts';
import { renderTable } from './render-table.ts';

const HEADINGS = ['WHEN', 'ACTOR', 'BY', 'ACT', 'ON', 'VERSION', 'WHY'];
/** Acts that are asked for at once where all of them are wanted. */
const PAGE = 500;

/** `sluice audit` and `sluice audit verify FILE`. */
export function registerAudit(program: Command): void {
  const audit = program
    .command('audit')
    .description('who did what, by what, why, and what it changed; newest first')
    .option('--lane <lane>', 'only of this lane, or of registry: tokens, freezes and the like', parseChain)
    .option('--release <id>', 'only on this release')
    .option('--by <actor>', 'only by this actor')
    .option('--act <act>', 'only of this kind, such as pause or adopt')
    .option('--source <source>', 'only by this way, such as cli or slack')
    .option('--from <time>', 'from then on: 2026-01-31, or 2026-01-31T12:00:00Z')
    .option('--to <time>', 'before then')
    .option('--limit <count>', 'at most so many, 1 to 500', '50')
    .option('--cursor <cursor>', 'go on where a list ended')
    .option('--jsonl', 'all of them, oldest first, one JSON object a line, as the chains have them')
    .action(async ({ jsonl = false, by, ...options }: Options, command: Command) => {
      const query = { ...options, ...(by === undefined ? {} : { actor: by }) };
      const client = connect(command);
      if (jsonl) {
        const acts: AuditPage['acts'] = [];
        for (let cursor: string | undefined, more = true; more; more = cursor !== undefined) {
          const page = await client.audit({
            ...query,
            limit: PAGE,
            ...(cursor === undefined ? {} : { cursor }),
          });
          acts.push(...page.acts);
          cursor = page.next;
        }
        for (const act of acts.toReversed()) printJson(act);
        return;
      }
      const page = await client.audit(query);
      if (wantsJson(command)) return printJson(page);
      if (page.acts.length === 0) return printLines(['no acts']);
      printLines(renderTable(HEADINGS, page.acts.map(cells), outputWidth(), terminalPaint));
      if (page.next !== undefined) printLines([`more: --cursor ${page.next}`]);
    });
  registerVerify(audit);
}

interface Options {
  lane?: string;
  release?: string;
  by?: string;
  act?: string;
  source?: string;
  from?: string;
  to?: string;
  limit: string;
  cursor?: string;
  jsonl?: boolean;
}

function parseChain(text: string): string {
  return text === 'registry' ? text : parseLane(text).lane;
}

function cells(act: AuditPage['acts'][number]): string[] {
  const { at, actor, breakGlass, source, chain, release, subject, version = '', reason } = act;
  return [
    day(at),
    breakGlass === undefined ? actor : `${actor} (broke the glass)`,
    source,
    act.act,
    release ?? subject ?? chain.replace('.', '@'),
    version,
    reason,
  ];
}
