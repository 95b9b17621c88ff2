/** Answers to what somebody did in Slack, by the URL that came with it. */
import type { Message } from '../../providers/notifiers/slack/message.ts';

/** Time for one answer, in milliseconds. */
const TIMEOUT = 8000;
/** Characters of a refusal that are read and told. */
const TOLD = 200;

/** What is said to whoever asked. */
export type Answer = Partial<Message> & { text: string };

/** What an act comes to. */
export interface Outcome {
  /** Said to whoever asked, and to nobody else. */
  told?: Answer;
  /** Put in place of the message that was clicked. */
  message?: Message;
}

/** Sends answers of one workspace. */
export interface Responder {
  /** Throws when Slack does not take it. */
  answer: (url: string, outcome: Outcome) => Promise<void>;
}

/** `api` is the base URL of the Web API, whose host may answer too. */
export function createResponder(api: string): Responder {
  const send = async (url: string, body: object): Promise<void> => {
    if (!isSlacks(url, api)) throw new Error('the response_url is no address of Slack');
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT),
    });
    if (!answer.ok) throw new Error(`Slack took no answer: ${answer.status} ${await beginningOf(answer)}`);
    await answer.body?.cancel();
  };
  return {
    answer: async (url, { told, message }) => {
      if (told !== undefined) {
        await send(url, { response_type: 'ephemeral', replace_original: false, ...told });
      }
      if (message !== undefined) await send(url, { replace_original: true, ...message });
    },
  };
}

/** What comes after it is not read: whoever answers may go on without end. */
async function beginningOf({ body }: Response): Promise<string> {
  const decoder = new TextDecoder();
  let said = '';
  for await (const chunk of body ?? []) {
    const bytes: unknown = chunk;
    if (bytes instanceof Uint8Array) said += decoder.decode(bytes, { stream: true });
    if (said.length >= TOLD) break;
  }
  return said.slice(0, TOLD);
}

/** The URL was signed with the rest, but it is a place that the daemon is sent to. */
function isSlacks(url: string, api: string): boolean {
  const asked = URL.parse(url);
  if (asked === null) return false;
  if (asked.origin === URL.parse(api)?.origin) return true;
  return asked.protocol === 'https:' && /(?:^|\.)slack(?:-gov)?\.com$/.test(asked.hostname);
}
