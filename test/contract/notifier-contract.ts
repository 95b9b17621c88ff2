import { Refusal } from '../../providers/notifiers/refusal.ts';
import { notificationOf, PUBLIC_URL } from '../rigs/notification.ts';
import type { Receiver, Trouble } from '../rigs/receivers/receiver.ts';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Memory, Notification, Notifier } from '../../providers/notifiers/notifier.ts';

/** A notifier and what arrives at its other end. */
export interface NotifierRig {
  notifier: Notifier;
  /** Texts that arrived, in their order, with everything that a reader sees of each. */
  received(): Promise<string[]>;
  stop(): Promise<void>;
}

const { signal } = new AbortController();

const event = notificationOf({
  message: 'The bake ended inconclusive: "too few requests" <&> ünïcode.',
  page: false,
});

/** Sends one after the other with what was remembered, as a delivery does. */
function sender(notifier: Notifier): (notification: Notification) => Promise<void> {
  let memory: Memory | undefined;
  return async (notification) => {
    memory = (await notifier.send(notification, { signal, memory })) ?? memory;
  };
}

/** What every notifier has to do. */
export function notifierContract(name: string, makeRig: () => Promise<NotifierRig>): void {
  describe(`notifier ${name}`, () => {
    let rig: NotifierRig;
    let send: (notification: Notification) => Promise<void>;
    beforeAll(async () => {
      rig = await makeRig();
      send = sender(rig.notifier);
      return () => rig.stop();
    });

    test('tells the release, the kind and the message', async () => {
      await send(event);
      const [text] = (await rig.received()).slice(-1);
      expect(text).toContain('checkout.production.12');
      expect(text).toContain('held');
      expect(text).toContain('The bake ended inconclusive');
      expect(text).toContain('ünïcode');
    });

    test('tells the lane of what happened between releases', async () => {
      const { release: _none, ...between } = event;
      await send({ ...between, kind: 'drift' });
      const [text] = (await rig.received()).slice(-1);
      expect(text).toMatch(/checkout[.@]production/);
      expect(text).not.toContain('checkout.production.12');
    });

    test('tells who did it and why, where somebody did', async () => {
      await send({ ...event, actor: 'ada', reason: 'errors in checkout' });
      const [text] = (await rig.received()).slice(-1);
      expect(text).toContain('ada');
      expect(text).toContain('errors in checkout');
    });

    test('tells a page apart from an event', async () => {
      await send(event);
      await send({ ...event, page: true });
      const [plain, page] = (await rig.received()).slice(-2);
      expect(plain).not.toBe(page);
    });

    test('keeps the order of what it was told in turn', async () => {
      const before = (await rig.received()).length;
      for (const number of [5, 6, 7]) await send({ ...event, number, message: `event ${number}` });
      const texts = (await rig.received()).slice(before);
      expect(texts.map((text) => /event \d/.exec(text)?.[0])).toEqual(['event 5', 'event 6', 'event 7']);
    });
  });
}

/** Where people reach the dashboard, if anybody has said so. */
export interface Reached {
  publicUrl?: string;
}

/** How every notifier whose messages people read leads to the dashboard; `event` is one that it tells. */
export function linkContract(
  name: string,
  makeRig: (reached: Reached) => Promise<NotifierRig>,
  told: Partial<Notification> = {},
): void {
  describe(`notifier ${name}`, () => {
    const addresses = async (reached: Reached): Promise<string[]> => {
      const rig = await makeRig(reached);
      try {
        const { release: _none, ...between } = { ...event, ...told };
        await sender(rig.notifier)(between);
        await sender(rig.notifier)({ ...event, ...told });
        const texts = await rig.received();
        expect(texts).toHaveLength(2);
        return texts.map((text) => /https:\/\/[^\s"'|<>\\]*\/ui\/[^\s"'|<>\\]*/.exec(text)?.[0] ?? '');
      } finally {
        await rig.stop();
      }
    };

    test('leads to the page of the lane or the release, where people reach the dashboard', async () => {
      expect(await addresses({ publicUrl: PUBLIC_URL })).toEqual([
        `${PUBLIC_URL}/ui/?q=checkout@production`,
        `${PUBLIC_URL}/ui/releases/checkout.production.12`,
      ]);
    });

    test('leads nowhere where nobody has said how people reach it', async () => {
      expect(await addresses({})).toEqual(['', '']);
    });
  });
}

/** A notifier whose other end may fail. */
export interface FailingRig {
  notifier: Notifier;
  meets: Receiver['meets'];
  /** A secret that no error may repeat. */
  secret: string;
  stop(): Promise<void>;
}

/** What every notifier has to say of another end that fails; `event` is one that it tells. */
export function failureContract(
  name: string,
  makeRig: () => Promise<FailingRig>,
  told: Partial<Notification> = {},
): void {
  describe(`notifier ${name}, whose other end`, () => {
    let rig: FailingRig;
    beforeAll(async () => {
      rig = await makeRig();
      return () => rig.stop();
    });

    const failure = async (trouble: Trouble, limit = signal): Promise<unknown> => {
      rig.meets(trouble);
      const error: unknown = await rig.notifier
        .send({ ...event, ...told }, { signal: limit, memory: undefined })
        .catch((thrown: unknown) => thrown);
      rig.meets(undefined);
      expect(String(error)).not.toContain(rig.secret);
      return error;
    };

    test('fails is told so, and repeats no secret', async () => {
      const error = await failure({ status: 500, body: `no such token: ${rig.secret}` });
      expect(error).toBeInstanceOf(Error);
      expect(error).not.toBeInstanceOf(Refusal);
      expect(String(error)).toMatch(/answered 500: no such token/);
    });

    test('asks for patience is told how long', async () => {
      const error = await failure({ status: 429, headers: { 'retry-after': '120' } });
      expect(error).toMatchObject({ consequence: { kind: 'later', after: 120_000 } });
    });

    test('is gone for good is told so', async () => {
      expect(await failure({ status: 410 })).toMatchObject({ consequence: { kind: 'gone' } });
    });

    test('hangs up is told so', async () => {
      expect(String(await failure('cut'))).toMatch(/failed/);
    });

    test('says nothing is not waited for without end', async () => {
      expect(await failure('silent', AbortSignal.timeout(100))).toBeInstanceOf(Error);
    });
  });
}
