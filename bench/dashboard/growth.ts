import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser } from 'playwright-core';
import { z } from 'zod';

/** What a page holds, its garbage collected before. */
export interface Size {
  minute: number;
  heapMegabytes: number;
  nodes: number;
  listeners: number;
}

/** For how long the page may take to show something, in milliseconds. */
const PATIENCE = 60_000;

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
    const size = {
      minute,
      heapMegabytes: value('JSHeapUsedSize') / 2 ** 20,
      nodes: value('Nodes'),
      listeners: value('JSEventListeners'),
    };
    tell(size);
    sizes.push(size);
  }
  await page.context().close();
  return sizes;
}
