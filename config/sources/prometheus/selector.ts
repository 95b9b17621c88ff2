/** PromQL instant-vector selectors: what may be written, and how one is made from a name and labels. */
import { parsePlaceholders } from '../../placeholders.ts';
import { quote, type Reading } from '../../units.ts';

const STRING = String.raw`(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|${'`[^`]*`'})`;
const LABEL = String.raw`(?:[a-zA-Z_][a-zA-Z0-9_]*|${STRING})`;
const MATCHER = String.raw`(?:${LABEL}\s*(?:=~|!~|!=|=)\s*${STRING}|${STRING})`;
const MATCHERS = String.raw`\{\s*(?:${MATCHER}\s*(?:,\s*${MATCHER}\s*)*,?\s*)?\}`;
const SELECTOR = new RegExp(String.raw`^\s*(?:[a-zA-Z_:][a-zA-Z0-9_:]*\s*(?:${MATCHERS})?|${MATCHERS})\s*$`);
const PATTERN = new RegExp(String.raw`(?:=~|!~)\s*${STRING}`, 'g');
const PLACEHOLDER = '{{version}}';
const EXPECTED = 'a selector such as requests_total{slot="{{slot}}"}';

/** A selector in which only `{{slot}}` and `{{version}}` are replaced. */
export function parseSelector(text: string): Reading<string> {
  const reading = parsePlaceholders(text, ['slot', 'version']);
  if ('refused' in reading || SELECTOR.test(text.replaceAll(/\{\{[a-z]+\}\}/g, 'v'))) return reading;
  const hint = /[[(@]|\boffset\b/.test(text)
    ? { hint: 'leave functions, ranges and offsets out: Sluice reads the counters themselves' }
    : {};
  return { refused: { message: `${quote(text)} is not a selector`, expected: EXPECTED, ...hint } };
}

/** The selector of a metric whose labels have exactly these values. */
export function selectorOf(name: string, labels: Record<string, string>): string {
  // JSON writes a string as PromQL reads it.
  const matchers = Object.entries(labels).map(([label, value]) => `${label}=${JSON.stringify(value)}`);
  return matchers.length === 0 ? name : `${name}{${matchers.join(',')}}`;
}

/**
 * The selector with `{{version}}` replaced, as text that a regular expression of it takes as it stands. Undefined: it
 * names the version, and none is known. Pure.
 */
export function selectVersion(selector: string, version: string | undefined): string | undefined {
  if (!selector.includes(PLACEHOLDER)) return selector;
  if (version === undefined) return undefined;
  const exact = version.replaceAll(/[.+]/g, '[$&]');
  return selector
    .replaceAll(PATTERN, (matcher) => matcher.replaceAll(PLACEHOLDER, () => exact))
    .replaceAll(PLACEHOLDER, () => version);
}
