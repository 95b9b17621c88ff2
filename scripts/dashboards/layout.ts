import type { Panel, RowPanel } from './grafana.ts';

/** Grafana's grid is so many units wide. */
const GRID = 24;

/** A panel and its size in units of the grid. */
export interface Sized {
  width: number;
  height: number;
  panel: Panel;
}

/** Panels under one heading. */
export interface Row {
  title: string;
  /** The variable for each of whose values the row is shown. */
  repeat?: string;
  panels: readonly Sized[];
}

/** Puts panels into the grid from left to right, row by row, and numbers them. Pure. */
export function layOut(rows: readonly Row[]): (Panel | RowPanel)[] {
  const placed: (Panel | RowPanel)[] = [];
  let [x, y, tallest] = [0, 0, 0];
  const wrap = (): void => {
    [x, y, tallest] = [0, y + tallest, 0];
  };
  for (const { title, repeat, panels } of rows) {
    wrap();
    placed.push({
      type: 'row',
      id: placed.length + 1,
      title,
      collapsed: false,
      panels: [],
      gridPos: { x: 0, y, w: GRID, h: 1 },
      ...(repeat === undefined ? {} : { repeat }),
    });
    y += 1;
    for (const { width, height, panel } of panels) {
      if (x + width > GRID) wrap();
      placed.push({ ...panel, id: placed.length + 1, gridPos: { x, y, w: width, h: height } });
      x += width;
      tallest = Math.max(tallest, height);
    }
  }
  return placed;
}
