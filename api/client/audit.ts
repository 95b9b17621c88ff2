import { auditChain, auditPage, type AuditChain, type AuditPage } from '../wire/audit.ts';
import type { Ask } from './ask.ts';

/** Looking at what was done. */
export interface AuditCalls {
  /** A page of acts, newest first. */
  audit: (query: Record<string, string | number>) => Promise<AuditPage>;
  /** What the owner of a chain wrote last. */
  auditChain: (chain: string) => Promise<AuditChain>;
}

/** The calls about what was done. */
export function auditCalls(ask: Ask): AuditCalls {
  return {
    audit: async (params) => ask(auditPage, 'GET', '/v1/audit', { params }),
    auditChain: async (chain) => ask(auditChain, 'GET', `/v1/audit/chains/${encodeURIComponent(chain)}`),
  };
}
