/** Freezes for people: the stop, how each lane stands, and where that comes from. */
import type { FreezeList } from '../api/wire/freeze.ts';
import { line } from './line.ts';
import type { Paint } from './paint.ts';
import { renderTable } from './render-table.ts';

interface Frame {
  now: number;
  width: number;
  paint: Paint;
}

/** The whole list as lines. Times are in UTC. */
export function renderFreezes(list: FreezeList, { now, width, paint }: Frame): string[] {
  const { stop, lanes, freezes, calendars } = list;
  const lines: string[] = [];
  if (stop !== null) {
    const text = `everything is stopped by ${stop.actor} since ${instant(stop.since)}: ${stop.reason || 'no reason given'}`;
    lines.push(line(width, paint, { style: 'red', text }), '');
  }
  const standing = lanes.map(({ lane, frozen, nextAllowed }) => [
    lane.replace('.', '@'),
    frozen === null ? 'open' : 'frozen',
    nextAllowed === null ? 'not known' : nextAllowed <= now ? 'now' : instant(nextAllowed),
    frozen ?? '',
  ]);
  if (standing.length > 0) {
    lines.push(...renderTable(['LANE', 'STATE', 'NEXT ALLOWED', 'WHY'], standing, width, paint), '');
  }
  const made = freezes.map(({ id, state, lanes: of, start, end, owner, reason }) => [
    id,
    state,
    of.join(', '),
    instant(start),
    instant(end),
    owner,
    reason,
  ]);
  const headings = ['FREEZE', 'STATE', 'LANES', 'FROM', 'TO', 'OWNER', 'WHY'];
  if (made.length > 0) lines.push(...renderTable(headings, made, width, paint));
  else lines.push('nobody has made a freeze');
  for (const { name, lanes: of, readAt, failed, next } of calendars) {
    const read = readAt === null ? 'never read' : `read ${instant(readAt)}`;
    lines.push(
      '',
      line(width, paint, { style: 'bold', text: `calendar ${name}` }, `  ${of.join(', ')}; ${read}`),
    );
    if (failed !== undefined)
      lines.push(line(width, paint, { style: 'red', text: `cannot be read: ${failed}` }));
    for (const { reason, start, end } of next) {
      lines.push(line(width, paint, `${instant(start)} to ${instant(end)}  ${reason}`));
    }
  }
  return lines;
}

/** A time to the minute, in UTC. */
export function instant(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
