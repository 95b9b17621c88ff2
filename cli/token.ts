import { InvalidArgumentError, Option, type Command } from 'commander';
import { tokenView, type TokenView } from '../api/wire/token.ts';
import { ROLES, type Role } from '../config/grants.ts';
import { connect, wantsJson } from './connection.ts';
import { outputWidth, printJson, printLines, say } from './output.ts';
import { terminalPaint } from './paint.ts';
import { renderTable } from './render-table.ts';

const HEADINGS = ['ID', 'NAME', 'STATE', 'MAY', 'GROUPS', 'EXPIRES', 'CREATED', 'BY'];

interface CreateOptions {
  role: Role;
  lane?: string[];
  group?: string[];
  expires: string;
  mayBreakGlass?: true;
  reason: string;
}

/** `sluice token create|list|revoke`. */
export function registerToken(program: Command): void {
  const token = program.command('token').description('API tokens: who may do what by them');

  token
    .command('create')
    .description('make a token; it is printed this once, and only its hash is kept')
    .argument('<name>', 'whom its acts are recorded under, such as ci')
    .addOption(new Option('--role <role>', 'what it may do').choices(ROLES).makeOptionMandatory())
    .option(
      '--lane <pattern>',
      'SERVICE@ENVIRONMENT, each part may be *; may be repeated (default: *@*)',
      collect,
    )
    .option('--group <name>', 'a group that it stands for in approvals; may be repeated', collect)
    .option('--expires <duration>', 'how long it lasts, such as 90d, or never', readExpiry, '90d')
    .option('--may-break-glass', 'it may act above its role in these lanes, with a reason, which pages')
    .option('--reason <text>', 'why, for the record', '')
    .action(async (name: string, options: CreateOptions, command: Command) => {
      const { role, lane = ['*@*'], group = [], expires, mayBreakGlass, reason } = options;
      const made = await connect(command).createToken({
        name,
        grants: [
          { role, lanes: lane, ...(mayBreakGlass === undefined ? {} : { breakGlass: mayBreakGlass }) },
        ],
        groups: group,
        expiresIn: expires === 'never' ? null : expires,
        reason,
      });
      if (wantsJson(command)) return printJson(made);
      // Alone on stdout, so that it can be piped to where it is kept.
      if (made.secret !== null) printLines([made.secret]);
      say(`${made.id} (${made.name}) ${ends(made)}. It is not shown again: keep it where secrets are kept.`);
    });

  token
    .command('list')
    .description('tokens, also those that ended within 30 days; the newest first')
    .addOption(
      new Option('--state <state>', 'only those that stand so').choices(tokenView.shape.state.options),
    )
    .action(async (query: { state?: string }, command: Command) => {
      const list = await connect(command).tokens(query);
      if (wantsJson(command)) return printJson(list);
      if (list.tokens.length === 0) return printLines(['no tokens']);
      printLines(renderTable(HEADINGS, list.tokens.map(rowOf), outputWidth(), terminalPaint));
    });

  token
    .command('revoke')
    .description('end a token; it is refused everywhere within 2 s')
    .argument('<token>', 'its id, or the name of one that is in force')
    .option('--reason <text>', 'why, for the record', '')
    .action(async (which: string, { reason }: { reason: string }, command: Command) => {
      const ended = await connect(command).revokeToken(which, reason);
      if (wantsJson(command)) return printJson(ended);
      printLines([`${ended.id} (${ended.name}) is revoked`]);
    });
}

function collect(value: string, before: string[] = []): string[] {
  return [...before, value];
}

function readExpiry(text: string): string {
  if (text === 'never' || /^\d/.test(text)) return text;
  throw new InvalidArgumentError('expected a duration such as 90d, or never');
}

function ends({ expiresAt }: TokenView): string {
  return expiresAt === null ? 'lasts until it is revoked' : `lasts until ${day(expiresAt)}`;
}

function rowOf(token: TokenView): string[] {
  const may = token.grants.map(
    ({ role, lanes, breakGlass }) =>
      `${role} in ${lanes.join(' ')}${breakGlass === true ? ', may break the glass' : ''}`,
  );
  return [
    token.id,
    token.name,
    token.state,
    may.join('; '),
    token.groups.join(' '),
    token.expiresAt === null ? 'never' : day(token.expiresAt),
    day(token.createdAt),
    token.createdBy,
  ];
}

function day(at: number): string {
  return new Date(at).toISOString().slice(0, 16).replace('T', ' ');
}
