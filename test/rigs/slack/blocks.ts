/** What Slack takes for a message, by its documentation: each function throws what is wrong. */
import { z } from 'zod';
import { PUBLIC_URL } from '../notification.ts';

const text = (most: number): z.ZodString => z.string().min(1).max(most);

const plain = (most: number) =>
  z.strictObject({ type: z.literal('plain_text'), text: text(most), emoji: z.boolean().optional() });

const mrkdwn = (most: number) =>
  z.strictObject({ type: z.literal('mrkdwn'), text: text(most), verbatim: z.boolean().optional() });

const style = z.enum(['primary', 'danger']);

const confirm = z.strictObject({
  title: plain(100),
  text: z.union([plain(300), mrkdwn(300)]),
  confirm: plain(30),
  deny: plain(30),
  style: style.optional(),
});

const button = z.strictObject({
  type: z.literal('button'),
  action_id: text(255),
  text: plain(75),
  value: z.string().max(2000).optional(),
  style: style.optional(),
  confirm: confirm.optional(),
});

const block = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('section'),
    text: z.union([plain(3000), mrkdwn(3000)]),
    block_id: text(255).optional(),
  }),
  z.strictObject({
    type: z.literal('context'),
    elements: z
      .array(z.union([plain(3000), mrkdwn(3000)]))
      .min(1)
      .max(10),
    block_id: text(255).optional(),
  }),
  z.strictObject({
    type: z.literal('actions'),
    elements: z
      .array(button)
      .min(1)
      .max(25)
      .refine((all) => new Set(all.map((each) => each.action_id)).size === all.length, 'an action_id twice'),
    block_id: text(255).optional(),
  }),
]);

const blocks = z.array(block).min(1).max(50);

/** Blocks of a message. */
export type Blocks = z.output<typeof blocks>;

/** A button of a message. */
export type Button = z.output<typeof button>;

/** Reads blocks as strictly as Slack does, and somewhat more: nothing that is not used here is known. */
export function readBlocks(given: unknown): Blocks {
  const read = blocks.parse(given);
  for (const written of textsOf(read)) refuseRaw(written);
  return read;
}

/** Every text that is shown. */
export function textsOf(given: Blocks): string[] {
  return given.flatMap((each) => {
    if (each.type === 'section') return [each.text.text];
    if (each.type === 'context') return each.elements.map((element) => element.text);
    return [];
  });
}

/** The buttons of a message. */
export function buttonsOf(given: Blocks): Button[] {
  return given.flatMap((each) => (each.type === 'actions' ? each.elements : []));
}

/** Links of ours, such as `<https://ops.example.com/sluice/ui/releases/a.b.1|a.b.1>`. */
const OWN_LINK = new RegExp(String.raw`<${PUBLIC_URL}/ui/[\w./?=@-]*\|[\w.-]+>`, 'g');

/** What stands between < and > is a mention or a link to Slack: only dates and links to the dashboard are meant here. */
function refuseRaw(written: string): void {
  const rest = written.replaceAll(/<!date\^\d+\^[^<>]*>/g, '').replaceAll(OWN_LINK, '');
  if (/[<>]/.test(rest)) throw new Error(`this is not escaped: ${written}`);
  if (/&(?!amp;|lt;|gt;)/.test(rest)) throw new Error(`an escape is cut or missing: ${written}`);
}
