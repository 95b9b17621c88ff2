import { beforeAll, describe, expect, test } from 'vitest';
import type { Notification, Notifier } from '../../providers/notifiers/notifier.ts';

/** A notifier and what arrives at its other end. */
export interface NotifierRig {
  notifier: Notifier;
  /** Texts that arrived, in their order, with everything that a reader sees of each. */
  received(): Promise<string[]>;
  stop(): Promise<void>;
}

const signal = new AbortController().signal;

/** What every notifier has to do. */
export function notifierContract(name: string, makeRig: () => Promise<NotifierRig>): void {
  describe(`notifier ${name}`, () => {
    let rig: NotifierRig;
    beforeAll(async () => {
      rig = await makeRig();
      return () => rig.stop();
    });

    const event: Notification = {
      lane: 'checkout.production',
      release: 'checkout.production.12',
      number: 4,
      at: 1_795_478_249_030,
      kind: 'held',
      message: 'The bake ended inconclusive: "too few requests" <&> ünïcode.',
      page: false,
    };

    test('tells the release, the kind and the message', async () => {
      await rig.notifier.send(event, signal);
      const [text] = (await rig.received()).slice(-1);
      expect(text).toContain('checkout.production.12');
      expect(text).toContain('held');
      expect(text).toContain('The bake ended inconclusive');
      expect(text).toContain('ünïcode');
    });

    test('tells the lane of what happened between releases', async () => {
      const { release: _none, ...between } = event;
      await rig.notifier.send({ ...between, kind: 'drift' }, signal);
      const [text] = (await rig.received()).slice(-1);
      expect(text).toContain('checkout.production');
      expect(text).not.toContain('checkout.production.12');
    });

    test('tells who did it and why, where somebody did', async () => {
      await rig.notifier.send({ ...event, actor: 'ada', reason: 'errors in checkout' }, signal);
      const [text] = (await rig.received()).slice(-1);
      expect(text).toContain('ada');
      expect(text).toContain('errors in checkout');
    });

    test('tells a page apart from an event', async () => {
      await rig.notifier.send(event, signal);
      await rig.notifier.send({ ...event, page: true }, signal);
      const [plain, page] = (await rig.received()).slice(-2);
      expect(plain).not.toBe(page);
    });

    test('keeps the order of what it was told in turn', async () => {
      const before = (await rig.received()).length;
      for (const number of [5, 6, 7])
        await rig.notifier.send({ ...event, number, message: `event ${number}` }, signal);
      const texts = (await rig.received()).slice(before);
      expect(texts.map((text) => /event \d/.exec(text)?.[0])).toEqual(['event 5', 'event 6', 'event 7']);
    });
  });
}
