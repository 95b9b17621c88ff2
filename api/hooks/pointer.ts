/** JSON pointers into what others send (RFC 6901). */

/** What stands there, or undefined. Only what the document itself has is found, never what every object has. */
export function at(document: unknown, pointer: string): unknown {
  let found = document;
  for (const part of pointer.split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof found !== 'object' || found === null) return undefined;
    if (!Object.prototype.propertyIsEnumerable.call(found, key)) return undefined;
    found = Reflect.get(found, key);
  }
  return found;
}

/** Text that stands there, a number as text; undefined where there is neither. */
export function textAt(document: unknown, pointer: string): string | undefined {
  const found = at(document, pointer);
  if (typeof found === 'string') return found;
  return typeof found === 'number' || typeof found === 'boolean' ? String(found) : undefined;
}
