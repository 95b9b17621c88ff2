/** Where the browser is. Links are plain `<a href>`, relative to the base that the server has said. */
import { useStore } from '../parts/use-store.ts';
import { partIn, pathBelow, withQuery } from './address.ts';

/** Where the dashboard lies: an absolute path that ends in a slash. */
export const BASE = new URL(document.baseURI).pathname;

/** Where somebody is. */
export interface Place {
  /** Below the dashboard's own address, without query. */
  path: string;
  query: URLSearchParams;
  /** The part of the page that the address names; empty where it names none. */
  part: string;
}

let here = read();
const listeners = new Set<() => void>();

/** Where the browser is; whoever uses it is drawn again when that changes. */
export function usePlace(): Place {
  return useStore(subscribe, () => here);
}

/** Goes to an address below the dashboard's own. */
function go(address: string, how: 'push' | 'replace' = 'push'): void {
  const url = new URL(address, document.baseURI);
  if (how === 'push') history.pushState(null, '', url);
  else history.replaceState(null, '', url);
  moved();
}

/** Changes keys of the query in place: filters are part of the address, and no step of its history. */
export function changeQuery(changes: Record<string, string>): void {
  go(`${here.path}${withQuery(here.query, changes)}`, 'replace');
}

/** Follows links within the dashboard without loading the page again, and Back and Forward. */
export function followLinks(): void {
  addEventListener('popstate', moved);
  document.addEventListener('click', (event) => {
    const { target, button } = event;
    const link = target instanceof Element ? target.closest('a') : null;
    const modified = event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
    if (link === null || button !== 0 || modified || event.defaultPrevented) return;
    if (link.target !== '' || link.origin !== location.origin) return;
    const path = pathBelow(BASE, link.pathname);
    if (path === undefined || path.startsWith('assets/')) return;
    event.preventDefault();
    go(`${path}${link.search}${link.hash}`);
    if (link.hash === '') scrollTo(0, 0);
  });
}

function moved(): void {
  here = read();
  for (const tell of listeners) tell();
}

function subscribe(tell: () => void): () => void {
  listeners.add(tell);
  return () => listeners.delete(tell);
}

function read(): Place {
  return {
    path: pathBelow(BASE, location.pathname) ?? '',
    query: new URLSearchParams(location.search),
    part: partIn(location.hash),
  };
}
