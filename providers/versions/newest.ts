import { parse, rcompare } from 'semver';

/**
 * The newest of the tags that match a pattern; undefined where none does. Where any of them is a version (SemVer, with
 * or without a `v`), only those count, pre-releases only where the pattern has a hyphen; else the last one counting
 * numbers as numbers. Pure.
 */
export function newestOf(tags: readonly string[], pattern: string): string | undefined {
  const expression = new RegExp(`^${pattern.split('*').map(escape).join('.*')}$`);
  const matching = tags.filter((tag) => expression.test(tag));
  const versions = matching.flatMap((tag) => {
    const version = parse(tag.replace(/^v/, ''));
    return version === null ? [] : [{ tag, version }];
  });
  const early = pattern.includes('-');
  const counted = versions.filter(({ version }) => early || version.prerelease.length === 0);
  if (versions.length > 0) return counted.toSorted((a, b) => rcompare(a.version, b.version))[0]?.tag;
  const inOrder = new Intl.Collator('en', { numeric: true });
  return matching.toSorted((a, b) => inOrder.compare(b, a))[0];
}

function escape(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
}
