import type { Evidence } from './evidence.ts';

/**
 * Whether something is the evidence of a release as this version of Sluice writes it. Sluice wrote it, so only what
 * tells a mix-up, or the report of another version, is looked at.
 */
export function isEvidence(value: unknown): value is Evidence {
  if (!isRecord(value)) return false;
  const { metrics, settings, blocks, decisions } = value;
  return (
    isListOf(blocks, ['start', 'number'], ['seconds', 'number'], ['stage', 'string'], ['counts', 'object']) &&
    isListOf(decisions, ['kind', 'string'], ['at', 'number'], ['beside', 'boolean']) &&
    (metrics === undefined || isListOf(metrics, ['name', 'string'])) &&
    (settings === undefined || has(settings, ['alpha', 'number'], ['plannedBlocks', 'number']))
  );
}

type Field = readonly [name: string, type: 'string' | 'number' | 'boolean' | 'object'];

function isListOf(value: unknown, ...fields: Field[]): boolean {
  return Array.isArray(value) && value.every((each) => has(each, ...fields));
}

function has(value: unknown, ...fields: Field[]): boolean {
  return isRecord(value) && fields.every(([name, type]) => typeof value[name] === type);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
