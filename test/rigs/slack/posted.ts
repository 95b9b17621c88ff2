/** The messages of a fake workspace. */
import { buttonsOf, readBlocks, textsOf, type Blocks } from './blocks.ts';

/** A message as it is now. */
export interface Posted {
  channel: string;
  ts: string;
  text: string;
  blocks: Blocks;
  /** The message that it is a reply to. */
  thread?: string;
  /** A reply that the channel shows as well. */
  broadcast: boolean;
  /** How often it was edited. */
  edits: number;
}

/** Said to one person alone. */
export interface Whisper {
  user: string;
  text: string;
  blocks: Blocks;
}

/** What `text` and `blocks` of a call say; throws Slack's word for what is wrong. */
export function readContent(given: Record<string, unknown>): Pick<Posted, 'text' | 'blocks'> {
  const { text, blocks } = given;
  if (typeof text !== 'string' || text === '') throw new Error('no_text');
  if (text.length > 4000) throw new Error('msg_too_long');
  if (blocks === undefined) return { text, blocks: [] };
  try {
    const written: unknown = typeof blocks === 'string' ? JSON.parse(blocks) : blocks;
    return { text, blocks: readBlocks(written) };
  } catch (error) {
    throw new Error('invalid_blocks', { cause: error });
  }
}

/** All that a reader sees of a message. */
export function seen({ text, blocks }: Pick<Posted, 'text' | 'blocks'>): string {
  const words = blocks.length === 0 ? [text] : textsOf(blocks);
  return words.join('\n').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

/** The labels of its buttons. */
export function labels({ blocks }: Pick<Posted, 'blocks'>): string[] {
  return buttonsOf(blocks).map((each) => each.text.text);
}
