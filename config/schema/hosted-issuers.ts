/** Issuers that anybody can get a token of, with an audience of their own choice: rules have to name whose it is. */
import type { Finding } from '../finding.ts';
import { quote } from '../units.ts';

const HOSTED: Record<string, { what: string; claims: readonly string[] }> = {
  'https://token.actions.githubusercontent.com': {
    what: 'GitHub',
    claims: [
      'repository',
      'repository_id',
      'repository_owner',
      'repository_owner_id',
      'job_workflow_ref',
      'sub',
    ],
  },
  'https://gitlab.com': {
    what: 'GitLab',
    claims: ['project_path', 'project_id', 'namespace_path', 'namespace_id', 'sub'],
  },
};

/** A finding for each rule that workflows of strangers would fit. */
export function unboundFindings(issuer: {
  issuer: string;
  rules: readonly { when: Record<string, string[]> }[];
}): Finding[] {
  const hosted = HOSTED[issuer.issuer];
  if (hosted === undefined) return [];
  return issuer.rules.flatMap(({ when }, index): Finding[] => {
    const bound = hosted.claims.some((claim) => when[claim]?.every(namesOwner) ?? false);
    if (bound) return [];
    const message = `the rule fits workflows of everybody on ${hosted.what}`;
    const expected = `one of ${hosted.claims.join(', ')} that names its owner, such as ${quote('acme/shop')}`;
    return [{ path: ['rules', index, 'when'], message, expected }];
  });
}

/** What is before the first slash is no pattern: an owner, or an id. */
function namesOwner(value: string): boolean {
  const [owner = ''] = value.replace(/^(?:repo|project_path):/, '').split('/');
  return owner !== '' && !owner.includes('*');
}
