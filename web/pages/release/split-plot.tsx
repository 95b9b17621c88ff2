import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import { timesOf } from './split-axis.ts';
import type { Moment } from './split-series.ts';

const HEIGHT = 190;
/** How far times on its axis may be apart: from a second to 30 days. */
const SECONDS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800].concat(
  [1, 2, 3, 6, 12, 24, 48, 168, 720].map((hours) => hours * 3600),
);

/** The three shares over time as one plot. Its newest figures stand above it as text. */
export function SplitPlot({ moments }: { moments: readonly Moment[] }) {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  useEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    const made = new uPlot(optionsFor(element), [[], [], [], []], element);
    plot.current = made;
    const resized = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height: HEIGHT }));
    resized.observe(element);
    const repaint = (): void => made.redraw(false);
    const scheme = matchMedia('(prefers-color-scheme: dark)');
    const themed = new MutationObserver(repaint);
    scheme.addEventListener('change', repaint);
    themed.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    return () => {
      resized.disconnect();
      themed.disconnect();
      scheme.removeEventListener('change', repaint);
      made.destroy();
    };
  }, []);
  useEffect(() => {
    plot.current?.setData([
      moments.map(({ at }) => at),
      moments.map(({ asked }) => asked),
      moments.map(({ readBack }) => readBack),
      moments.map(({ observed }) => observed),
    ]);
  }, [moments]);
  return <div ref={place} class="split-plot" aria-hidden="true" />;
}

function optionsFor(element: HTMLElement): uPlot.Options {
  // Asked anew at each painting: light and dark change while it stands.
  const colour = (name: string) => () => {
    element.style.color = `var(${name})`;
    return getComputedStyle(element).color;
  };
  const axis = { stroke: colour('--quiet'), grid: { stroke: colour('--line'), width: 1 } };
  const stepped = uPlot.paths.stepped?.({ align: 1 });
  const steps = stepped === undefined ? {} : { paths: stepped };
  const points = { show: false };
  return {
    width: element.clientWidth,
    height: HEIGHT,
    legend: { show: false },
    cursor: { show: false },
    scales: { y: { range: (_plot, _min, max) => [0, Math.min(100, Math.max(5, max * 1.15))] } },
    axes: [
      {
        ...axis,
        ticks: { show: false },
        // Of several days the day stands below the time.
        size: (_plot, values) => (values?.some((each) => each.includes('\n')) ? 46 : 28),
        // A time of day is about 60 pixels wide, and what is less than a second apart would read the same.
        space: 84,
        incrs: SECONDS,
        values: ({ scales: { x } }, splits) => timesOf(splits, x?.min ?? 0, x?.max ?? 0),
      },
      {
        ...axis,
        ticks: { show: false },
        size: 48,
        values: (_plot, splits) => splits.map((each) => `${each} %`),
      },
    ],
    series: [
      {},
      { stroke: colour('--ink'), width: 2, points, ...steps },
      { stroke: colour('--quiet'), width: 2, dash: [3, 4], points, ...steps },
      { stroke: colour('--go'), width: 1.5, points },
    ],
  };
}
