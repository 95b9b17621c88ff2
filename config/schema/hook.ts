/** A step `run`: something of the user's own, by a command or by a request to a server, and what takes it back. */
import { z } from 'zod';
import type { CommandHook, HookConfig, WebhookHook } from '../hooks/hook.ts';
import { parsePlaceholders } from '../placeholders.ts';
import type { CommandLine, RunStep } from '../plan.ts';
import { parseReferences } from '../secrets.ts';
import type { Reading } from '../units.ts';
import { command, referenceText, secretUrl } from './addresses.ts';
import { commandLine, surroundings } from './command.ts';
import { oneOf, text } from './leaf.ts';
import { list, mapping } from './mapping.ts';
import { headerName } from './name.ts';
import { duration } from './quantities.ts';

const COMMAND_TIMEOUT = 300_000;
const WEBHOOK_TIMEOUT = 10_000;

const webhookUrl = secretUrl(
  'A URL that is called instead of a command. It may hold references to secrets.',
  'https://hooks.example.com/release',
);

const body = text(
  'text, which may hold {{version}}, {{slot}}, ${env:NAME} or ${file:PATH}',
  (input): Reading<string> => {
    const reading = parseReferences(input);
    return 'value' in reading ? parsePlaceholders(input, ['version', 'slot']) : reading;
  },
  { description: 'What is sent. Default: a JSON object about the release.' },
);

const keys = {
  command: commandLine(
    'A command: text for /bin/sh -c, or a list of a program and its arguments.',
  ).exactOptional(),
  ...surroundings,
  webhook: webhookUrl.exactOptional(),
  method: oneOf(['POST', 'PUT', 'PATCH', 'DELETE'], 'Of the request. Default: POST.').exactOptional(),
  headers: z
    .record(headerName, referenceText('A value; ${env:NAME} and ${file:PATH} refer to secrets.'))
    .exactOptional()
    .meta({ description: 'Further headers of the request.' }),
  body: body.exactOptional(),
  timeout: duration('For one try. Default: 5m for a command, 10s for a request.').exactOptional(),
};

const hook = mapping(keys).transform(toHook);

type Written = z.output<ReturnType<typeof mapping<typeof keys>>>;

/** The step, its paths still relative. */
export const run = mapping({
  ...keys,
  undo: z
    .union([command('A command.'), list(command('The program, or an argument.'), 100), hook])
    .exactOptional()
    .meta({ description: 'What takes it back: a command, or a mapping with the keys of `run`.' }),
  onFail: oneOf(['hold', 'revert'], 'What a failure does: ask a person, or undo the release.').prefault(
    'hold',
  ),
}).transform(({ undo, onFail, ...written }, context): Omit<RunStep, 'kind'> => {
  const made = toHook(written, context);
  if (undo === undefined) return { hook: made, onFail };
  const plain = typeof undo === 'string' || Array.isArray(undo);
  return { hook: made, undo: plain ? takesBack(made, undo) : undo, onFail };
});

/** A plain command runs where, with what and for as long as the command that it takes back. */
function takesBack(made: HookConfig, line: CommandLine): CommandHook {
  return made.kind === 'command' ? { ...made, command: line } : toCommand(line, {});
}

function toHook(written: Written, context: z.core.$RefinementCtx): HookConfig {
  const { command: line, webhook, directory, environment, method, headers, body: sent } = written;
  const refuse = (message: string, expected: string): HookConfig => {
    context.issues.push({ code: 'custom', input: written, message, params: { message, expected } });
    return z.NEVER;
  };
  // What is there under an unknown key has been refused already.
  if (context.issues.length > 0) return z.NEVER;
  if ((line === undefined) === (webhook === undefined)) {
    const message = line === undefined ? 'nothing is run' : 'a command and a webhook stand side by side';
    return refuse(message, 'command or webhook');
  }
  if (line !== undefined) {
    const [stray] = Object.keys({
      ...(method && { method }),
      ...(headers && { headers }),
      ...(sent && { body: sent }),
    });
    return stray === undefined
      ? toCommand(line, written)
      : refuse(`${stray} is for a webhook`, 'no such key here');
  }
  const [stray] = Object.keys({ ...(directory && { directory }), ...(environment && { environment }) });
  if (stray !== undefined) return refuse(`${stray} is for a command`, 'no such key here');
  return toWebhook(webhook ?? '', written);
}

function toCommand(line: CommandLine, { directory, environment, timeout }: Partial<Written>): CommandHook {
  return {
    kind: 'command',
    command: line,
    directory: directory ?? '.',
    environment: environment ?? {},
    timeout: timeout ?? COMMAND_TIMEOUT,
  };
}

function toWebhook(url: string, { method, headers, body: sent, timeout }: Written): WebhookHook {
  return {
    kind: 'webhook',
    url,
    method: method ?? 'POST',
    headers: headers ?? {},
    ...(sent === undefined ? {} : { body: sent }),
    timeout: timeout ?? WEBHOOK_TIMEOUT,
  };
}
