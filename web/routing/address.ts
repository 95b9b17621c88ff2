/** Addresses of the dashboard as text: what is in a path, and how queries are changed. Pure. */

/** What a path says by its pattern, such as `{ id: 'shop.production.1' }`; undefined where it is another path. */
export function matchPath(pattern: string, path: string): Record<string, string> | undefined {
  const wanted = pattern.split('/');
  const found = path.replace(/\/$/, '').split('/');
  if (wanted.length !== found.length) return undefined;
  const params: Record<string, string> = {};
  for (const [i, part] of wanted.entries()) {
    const value = found[i] ?? '';
    if (!part.startsWith(':')) {
      if (part !== value) return undefined;
    } else if (value === '') {
      return undefined;
    } else {
      params[part.slice(1)] = decoded(value);
    }
  }
  return params;
}

/** The path below `base`, both absolute: `releases/a.b.1` of `/prefix/ui/releases/a.b.1`; undefined where it is not below. */
export function pathBelow(base: string, path: string): string | undefined {
  return path.startsWith(base) ? path.slice(base.length) : undefined;
}

/** A query with some of its keys changed; an empty value takes its key away. It begins with `?` where it says anything. */
export function withQuery(query: URLSearchParams, changes: Record<string, string>): string {
  const next = new URLSearchParams(query);
  for (const [key, value] of Object.entries(changes)) {
    if (value === '') next.delete(key);
    else next.set(key, value);
  }
  const text = next.toString();
  return text === '' ? '' : `?${text}`;
}

/** The address of a release's page, below the dashboard's own. */
export function releaseAddress(id: string): string {
  return `releases/${encodeURIComponent(id)}`;
}

/** A part of a release's page by which it is linked to, such as `metric-errors`; a step by its index, an event by its number. */
export function partName(kind: 'step' | 'metric' | 'rule' | 'event', which: string | number): string {
  return `${kind}-${which}`;
}

/** The address of a part of a release's page, below the dashboard's own. */
export function partAddress(id: string, part: string): string {
  return `${releaseAddress(id)}#${encodeURIComponent(part)}`;
}

/** The part that the fragment of an address names; empty where it names none. */
export function partIn(fragment: string): string {
  return decoded(fragment.replace(/^#/, ''));
}

/** The address of two releases side by side, below the dashboard's own. */
export function compareAddress(a: string, b: string): string {
  return `${releaseAddress(a)}/compare/${encodeURIComponent(b)}`;
}

/** The address of a lane's plan, below the dashboard's own. */
export function planAddress({ service, environment }: { service: string; environment: string }): string {
  return `plan/${service}@${environment}`;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
