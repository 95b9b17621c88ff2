import type { On } from '../../../config/notifiers/interest.ts';
import type { Notification, Notifier } from '../notifier.ts';
import { pageActs, pageMemorySchema, type PageAct, type PageMemory } from './pages.ts';

/** Tells a service one thing. */
export type TellPage = (act: PageAct, notification: Notification, signal: AbortSignal) => Promise<void>;

/** A notifier of a service that pages people: one alert at a time for a release, or for a lane between releases. */
export function createPageNotifier(on: On[], tell: TellPage): Notifier {
  return {
    async send(notification, { signal, memory }) {
      const asked = on.some((each) => each === notification.kind || (each === 'page' && notification.page));
      const next = pageActs(notification, asked, rememberedPages(memory));
      for (const act of next.acts) await tell(act, notification, signal);
      return { ...next.memory };
    },
    stands: (memory) => rememberedPages(memory).open !== null,
  };
}

/** What is remembered; nothing at first. */
export function rememberedPages(memory: unknown): PageMemory {
  return pageMemorySchema.safeParse(memory).data ?? { open: null, ended: false };
}
