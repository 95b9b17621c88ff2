import {
  protectionList,
  protectionView,
  type ProtectionList,
  type ProtectionView,
} from '../wire/protection.ts';
import type { Ask } from './ask.ts';

/** Looking at deployments of GitHub that wait, and answering them. */
export interface DeploymentCalls {
  deployments: () => Promise<ProtectionList>;
  /** `id` is GitHub's number of the deployment. */
  answerDeployment: (id: string, answer: 'approve' | 'reject', reason: string) => Promise<ProtectionView>;
}

/** The calls about deployments. */
export function deploymentCalls(ask: Ask): DeploymentCalls {
  return {
    deployments: async () => ask(protectionList, 'GET', '/v1/protections'),
    answerDeployment: async (id, answer, reason) =>
      ask(protectionView, 'POST', `/v1/protections/${encodeURIComponent(id)}/${answer}`, {
        data: { reason },
      }),
  };
}
