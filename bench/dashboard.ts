import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { firstSight, withLanes } from './dashboard/first-sight.ts';
import { sizesOf } from './dashboard/growth.ts';
import { openPages } from './dashboard/open-pages.ts';
import { openScene, RATE, type Scene } from './dashboard/scene.ts';
import { spentBy } from './api/spent.ts';
import { thisMachine } from './machine.ts';
import { keepResult } from './results.ts';
import { asText, type Section } from './section.ts';

const MINUTES = 60;
const LANES = 2000;
const PAGES = 200;
const TIMES = 10;
/** For how long open pages are looked at, in milliseconds. */
const STILL = 30_000;
/** A page may hold so much more at its end than a quarter of an hour after its begin. */
const GROWTH = 1.1;

const parts: Record<string, (scene: Scene, minutes: number) => Promise<Section>> = {
  sight: sightSection,
  pages: pagesSection,
  growth: growthSection,
};

/**
 * The dashboard in a real browser, on a real daemon with a release that bakes: how long a page takes to be seen, what
 * 200 open pages cost, and whether the live page of a release grows in an hour. `--part NAME` measures one of sight,
 * pages, growth; `--minutes N` looks for less than 60, which is not kept. Answers with the exit status: 1 where a bound
 * does not hold, 2 on a wrong option.
 */
export async function run(args: string[]): Promise<number> {
  const options = { part: { type: 'string' }, minutes: { type: 'string' } } as const;
  const { values } = parseArgs({ args, options });
  const minutes = Number(values.minutes ?? MINUTES);
  const chosen = Object.entries(parts).filter(([name]) => name === (values.part ?? name));
  if (chosen.length === 0 || !Number.isInteger(minutes) || minutes < 1) {
    console.error(`Say --part with one of: ${Object.keys(parts).join(', ')}; and --minutes NUMBER, from 1.`);
    return 2;
  }
  const machine = await thisMachine();
  const scene = await openScene();
  let breaches = 0;
  try {
    for (const [name, measure] of chosen) {
      const began = performance.now();
      const section = await measure(scene, minutes);
      const seconds = (performance.now() - began) / 1000;
      console.log(`\n${asText(section)}\n`);
      for (const breach of section.breaches) console.log(`BREACH: ${breach}`);
      breaches += section.breaches.length;
      const settings = { rate: RATE };
      if (name !== 'growth' || minutes >= MINUTES)
        await keepResult('dashboard', name, { machine, settings, seconds, section });
    }
  } finally {
    await scene.stop();
  }
  return breaches === 0 ? 0 : 1;
}

async function sightSection({ browser, api, release }: Scene): Promise<Section> {
  const all = `document.querySelectorAll('li.lane').length === ${LANES}`;
  const evidence = "document.querySelector('.metric .gauges') !== null";
  // The first page of a checkout is built when it is asked for.
  await fetch(`${api}/ui/`);
  const few = await firstSight(browser, TIMES, `${api}/ui/`, "document.querySelector('li.lane') !== null");
  const many = await firstSight(browser, TIMES, `${api}/ui/`, all, withLanes(LANES));
  const live = await firstSight(browser, TIMES, `${api}/ui/releases/${release}`, evidence);
  const rows = [
    ['lanes, one of them', few],
    [`lanes, ${LANES.toLocaleString('en')} of them`, many],
    ['a release with its evidence', live],
  ] as const;
  return {
    title: 'From the address to what is seen, in a browser that has never been there',
    columns: ['page', 'times', 'p50', 'longest'],
    rows: rows.map(([what, { times, p50, longest }]) => [what, `${times}`, p50, longest]),
    breaches:
      Number.parseFloat(many.p50) < 1000 ? [] : [`${LANES} lanes are seen after ${many.p50}, not within 1 s`],
  };
}

async function pagesSection({ browser, api, release, lane }: Scene): Promise<Section> {
  const pid = lane.rig.daemon.pid();
  const evidence = "document.querySelector('.metric .gauges') !== null";
  const rows: string[][] = [];
  let lost = 0;
  for (const count of [0, PAGES]) {
    const open = await openPages(api, ['/v1/lanes/events', `/v1/releases/${release}/events`], count);
    try {
      const before = open.heard();
      const spent = await spentBy(pid, async () => sleep(STILL));
      const kilobytes = (open.heard() - before) / 1024 / spent.seconds;
      const sight = await firstSight(browser, TIMES, `${api}/ui/releases/${release}`, evidence);
      lost += open.lost();
      rows.push([
        `${count}`,
        `${(spent.processorShare * 100).toFixed(0)} %`,
        `${spent.megabytes.toFixed(0)} MiB`,
        `${kilobytes.toFixed(0)} kB/s`,
        sight.p50,
        sight.longest,
      ]);
    } finally {
      open.close();
    }
  }
  return {
    title: 'Open pages at one daemon, half of all lanes and half of a release that bakes',
    columns: ['pages', 'of one core', 'memory', 'told', 'one more page: p50', 'longest'],
    rows,
    breaches: lost === 0 ? [] : [`${lost} of ${PAGES} open pages lost their stream`],
  };
}

async function growthSection({ browser, api, release }: Scene, minutes: number): Promise<Section> {
  const sizes = await sizesOf(browser, `${api}/ui/releases/${release}`, '.metric .gauges', minutes, (size) =>
    console.log(
      `${size.minute} min: ${size.heapMegabytes.toFixed(2)} MiB, ${size.nodes} nodes, ${size.events} events, ${size.word}`,
    ),
  );
  const last = sizes.at(-1);
  const settled = sizes[Math.min(15, Math.floor(minutes / 4))];
  const shown = sizes.filter(({ minute }) => minute === minutes || minute % 15 === 0);
  const grown = (last?.heapMegabytes ?? 0) / (settled?.heapMegabytes ?? Number.NaN);
  const more = (last?.nodes ?? 0) / (settled?.nodes ?? Number.NaN);
  return {
    title: `The live page of a release over ${minutes} minutes`,
    columns: ['after', 'heap of the script', 'nodes', 'listeners', 'events beside', 'the release'],
    rows: shown.map(({ minute, heapMegabytes, nodes, listeners, events, word }) => [
      `${minute} min`,
      `${heapMegabytes.toFixed(1)} MiB`,
      `${nodes}`,
      `${listeners}`,
      `${events}`,
      word,
    ]),
    breaches: [
      ...(grown <= GROWTH ? [] : [`the heap of the script grew to ${grown.toFixed(2)} times what it was`]),
      ...(more <= GROWTH ? [] : [`the page has ${more.toFixed(2)} times as many nodes as it had`]),
    ],
  };
}
