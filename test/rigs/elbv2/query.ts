/** The query protocol of AWS: a form in, XML out. */

/** A form's values by their dotted names: `Tags.member.1.Key` becomes `{ Tags: [{ Key }] }`. */
export function nest(form: URLSearchParams): Record<string, unknown> {
  const root: Record<string, unknown> = {};
  for (const [name, value] of form) {
    const parts = name.split('.');
    let at = root;
    for (const part of parts.slice(0, -1)) {
      const next = at[part];
      const below: Record<string, unknown> = isMapping(next) ? next : {};
      at[part] = below;
      at = below;
    }
    at[parts.at(-1) ?? ''] = value;
  }
  return mapping(root);
}

/** An answer in XML. */
export function toXml(action: string, result: Record<string, unknown>): string {
  const content = `<${action}Result>${inner(result)}</${action}Result>`;
  const space = 'xmlns="http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/"';
  return `<${action}Response ${space}>${content}<ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></${action}Response>`;
}

/** An error in XML. */
export function toErrorXml(code: string, message: string): string {
  const error = inner({ Type: 'Sender', Code: code, Message: message });
  return `<ErrorResponse xmlns="http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/"><Error>${error}</Error><RequestId>1</RequestId></ErrorResponse>`;
}

function inner(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value)) return value.map((each) => `<member>${inner(each)}</member>`).join('');
  if (!isMapping(value)) {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return text.replace(/[<&>]/g, (mark) => `&#${mark.charCodeAt(0)};`);
  }
  return Object.entries(value)
    .filter(([, each]) => each !== undefined)
    .map(([name, each]) => `<${name}>${inner(each)}</${name}>`)
    .join('');
}

/** Turns `{ member: { 1: …, 2: … } }` into lists, all the way down. */
function plain(value: unknown): unknown {
  if (!isMapping(value)) return value;
  const { member } = value;
  if (!isMapping(member)) return mapping(value);
  const numbers = Object.keys(member).toSorted((a, b) => Number(a) - Number(b));
  return numbers.map((number) => plain(member[number]));
}

function mapping(value: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, plain(each)]));
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
