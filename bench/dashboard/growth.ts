import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser } from 'playwright-core';
import { z } from 'zod';

/** What a page holds, its garbage collected before. */
export interface Size {
  minute: number;
  heapMegabytes: number;
  /** Without those of the list of events, which holds 40 at most. */
  nodes: number;
  /** Lines in the list of events. */
  events: number;
  listeners: number;
  /** What the page says of the release in one word: it shows more of one that is held. */
  word: string;
}

/** For how long the page may take to show something, in milliseconds. */
const PATIENCE = 60_000;

const shown = z.object({ events: z.number(), inEvents: z.number(), word: z.string() });
const SHOWN = `(() => {
  const list = document.querySelector('.events');
  const nodes = document.createNodeIterator(list ?? document.createElement('ol'));
  let inEvents = 0;
  while (nodes.nextNode() !== null) inEvents += 1;
  return { events: list?.children.length ?? 0, inEvents, word: document.title.split(':')[0] };
})()`;
const answered = z.object({ metrics: z.array(z.object({ name: z.string(), value: z.number() })) });

/** Looks at a page for so many minutes, and says each minute what it holds. The first is after it has shown something. */
export async function sizesOf(
  browser: Browser,
  url: string,
  shows: string,
  minutes: number,
  tell: (size: Size) => void,
): Promise<Size[]> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  page.setDefaultTimeout(PATIENCE);
  await page.goto(url);
  await page.locator(shows).first().waitFor();
  const protocol = await page.context().newCDPSession(page);
  await protocol.send('Performance.enable');
  const sizes: Size[] = [];
  for (let minute = 0; minute <= minutes; minute += 1) {
    if (minute > 0) await sleep(60_000);
    await protocol.send('HeapProfiler.collectGarbage');
    const { metrics } = answered.parse(await protocol.send('Performance.getMetrics'));
    const value = (name: string): number => metrics.find((each) => each.name === name)?.value ?? Number.NaN;
    const { inEvents, ...told } = shown.parse(await page.evaluate(SHOWN));
    const size = {
      minute,
      ...told,
      heapMegabytes: value('JSHeapUsedSize') / 2 ** 20,
      nodes: value('Nodes') - inEvents,
      listeners: value('JSEventListeners'),
    };
    tell(size);
    sizes.push(size);
  }
  await page.context().close();
  return sizes;
}
