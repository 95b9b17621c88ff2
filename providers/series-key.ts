/** Names a series by its labels, sorted: `code="200",method="GET"`. Equal labels give equal keys. */
export function seriesKey(labels: Record<string, string>): string {
  return Object.keys(labels)
    .toSorted()
    .map((name) => `${name}=${JSON.stringify(labels[name])}`)
    .join(',');
}
