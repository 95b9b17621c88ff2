/** Takes the schemas out of a document that nothing in it leads to: each is made as it is sent and as it is answered. */
export function dropUnused(document: { paths?: unknown; components?: unknown }): void {
  const { paths, components } = document;
  if (!isRecord(components) || !isRecord(components['schemas'])) return;
  const { schemas } = components;
  const used = new Set<string>();
  const follow = (part: unknown): void => {
    const text = JSON.stringify(part) ?? '';
    for (const [, name = ''] of text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      if (used.has(name)) continue;
      used.add(name);
      follow(schemas[name]);
    }
  };
  follow(paths);
  for (const name of Object.keys(schemas)) if (!used.has(name)) delete schemas[name];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
