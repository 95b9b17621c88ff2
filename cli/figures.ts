/** Figures as people read them. */
import { significant } from '../analysis/figures.ts';
import { formatDuration } from '../config/units.ts';

/** A length of time to the second, `2m4s`; below 10 s to a tenth. */
export function span(milliseconds: number): string {
  const time = Math.max(0, milliseconds);
  return time < 10_000 ? `${(time / 1000).toFixed(1)}s` : formatDuration(Math.round(time / 1000) * 1000);
}

/** A weight in basis points: `5 %`, `0.25 %`. */
export function weight(points: number): string {
  return `${Number((points / 100).toFixed(2))} %`;
}

/** A share from 0 to 1 with three digits: `0.92 %`; `–` where there is none. */
export function share(value: number | null): string {
  return value === null ? '–' : `${Number((value * 100).toPrecision(3))} %`;
}

/** A bound on a share, 0 to 1, as `share` tells it; undefined where it would read as 100 %, which excludes nothing. */
export function shareBound(bound: number): string | undefined {
  const told = share(bound);
  return told === '100 %' ? undefined : told;
}

/** An edge of a latency metric, in seconds: `100 ms`, `2.5 s`. */
export function edge(seconds: number): string {
  return seconds < 1 ? `${Number((seconds * 1000).toPrecision(3))} ms` : `${seconds} s`;
}

/** A whole number with its thousands apart: `8,120`. */
export function count(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** The time of day in UTC, which is the same for everybody: `14:03:07Z`. */
export function clock(at: number): string {
  return `${new Date(at).toISOString().slice(11, 19)}Z`;
}

/** A day and a time of it in UTC: `2026-01-05 14:03:07Z`. */
export function day(at: number): string {
  return `${new Date(at).toISOString().slice(0, 10)} ${clock(at)}`;
}

/** Seconds with two digits, in the unit that people would choose: `45 s`, `22 min`, `3.9 h`, `12 days`. */
export function roughly(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  const [size, unit] = seconds < 5400 ? [60, 'min'] : seconds < 172_800 ? [3600, 'h'] : [86_400, 'days'];
  return `${figure(seconds / size)} ${unit}`;
}

/** A number of which two digits matter: `12,000`, `57`, `3.4`. */
export function rough(value: number): string {
  return value < 0.1 ? '<0.1' : figure(value);
}

function figure(value: number): string {
  const rounded = significant(value, 2);
  return rounded < 10 ? String(rounded) : count(rounded);
}
