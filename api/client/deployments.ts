import {
  protectionList,
  protectionView,
  type ProtectionList,
  type ProtectionView,
} from '../wire/protection.ts';
import type { Ask } from './ask.ts';
import { everyPage, type ListQuery } from './every-page.ts';

/** Looking at deployments of GitHub that wait, and answering them. */
export interface DeploymentCalls {
  /** All of them, page after page, narrowed as the route takes it. */
  deployments: (query?: ListQuery) => Promise<ProtectionList>;
  /** `id` is GitHub's number of the deployment. */
  answerDeployment: (id: string, answer: 'approve' | 'reject', reason: string) => Promise<ProtectionView>;
}

/** The calls about deployments. */
export function deploymentCalls(ask: Ask): DeploymentCalls {
  return {
    deployments: async (query = {}) => {
      const read = async (params: ListQuery): Promise<ProtectionList> =>
        ask(protectionList, 'GET', '/v1/protections', { params });
      return { deployments: (await everyPage(query, read)).flatMap((page) => page.deployments) };
    },
    answerDeployment: async (id, answer, reason) =>
      ask(protectionView, 'POST', `/v1/protections/${encodeURIComponent(id)}/${answer}`, {
        data: { reason },
      }),
  };
}
