import { auditFile } from './archive/layout.ts';
import { appendActs } from './audit/append.ts';
import type { ActivityContext } from './context.ts';
import type { ActActivities } from './types.ts';

/** Makes what was done lasting lines. */
export function createAuditActivity({ archiveFolder }: ActivityContext): Pick<ActActivities, 'audit'> {
  return {
    audit: async (request) => appendActs(auditFile(archiveFolder, request.chain), request),
  };
}
