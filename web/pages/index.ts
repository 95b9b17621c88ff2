/** Every page of the dashboard. A page is a folder here, loaded when it is first looked at. */
import type { ComponentType } from 'preact';
import type { Whoami } from '../../api/wire/whoami.ts';
import { matchPath } from '../routing/address.ts';

/** What every page is given. */
export interface PageProps {
  /** What its path says, such as `id` of `releases/:id`. */
  params: Record<string, string>;
  /** Filters and the like: whatever can be linked is in here. */
  query: URLSearchParams;
  who: Whoami;
}

/** A page. */
export interface Page {
  /** Its address below the dashboard's own. */
  path: string;
  /** Its name among the links at the top; absent where it is reached otherwise. */
  link?: string;
  /** The path of the page among the links at the top that it belongs to. */
  under?: string;
  load: () => Promise<ComponentType<PageProps>>;
}

/** In the order of their links. */
export const PAGES: readonly Page[] = [
  { path: '', link: 'Lanes', load: async () => (await import('./lanes/page.tsx')).LanesPage },
  {
    path: 'calendar',
    link: 'Calendar',
    load: async () => (await import('./calendar/page.tsx')).CalendarPage,
  },
  { path: 'releases/:id', load: async () => (await import('./release/page.tsx')).ReleasePage },
  {
    path: 'releases/:id/compare/:other',
    load: async () => (await import('./compare/page.tsx')).ComparePage,
  },
  { path: 'plan', link: 'Plan', load: async () => (await import('./plans/page.tsx')).PlansPage },
  { path: 'plan/:lane', under: 'plan', load: async () => (await import('./plan/page.tsx')).PlanPage },
];

/** The page at a path, with what the path says. */
export function pageAt(path: string): { page: Page; params: Record<string, string> } | undefined {
  for (const page of PAGES) {
    const params = matchPath(page.path, path);
    if (params !== undefined) return { page, params };
  }
  return undefined;
}
