/** Whether a lane or a pattern of lanes is meant by what somebody looks for. Pure. */

/**
 * `SERVICE@ENVIRONMENT` looks for exactly these, where each part may be `*`; other text for a part of either name. A
 * lane may be written `SERVICE.ENVIRONMENT`.
 */
export function meets(pattern: string, asked: string): boolean {
  const wanted = asked.trim().toLowerCase();
  const [service = '', environment = ''] = pattern.split(/[.@]/);
  const [askedService = '', askedEnvironment] = wanted.split('@');
  if (askedEnvironment !== undefined)
    return isSame(service, askedService) && isSame(environment, askedEnvironment);
  return [service, environment].some((part) => part === '*' || part.includes(wanted));
}

function isSame(part: string, asked: string): boolean {
  return part === asked || [part, asked].includes('*') || asked === '';
}
