import { hookTaken } from '../../wire/hook.ts';
import { protectionList, protectionView } from '../../wire/protection.ts';
import { example } from './example.ts';

const deployment = {
  id: '1234567890',
  repository: 'acme/checkout',
  environment: 'production',
  run: '9876543210',
  sha: '4f2c1e0d5a6b7c8d9e0f1a2b3c4d5e6f7a8b9c0d',
  ref: 'main',
  lane: 'checkout.production',
  actor: 'octocat@github',
  state: 'waiting' as const,
  sentence: 'waits for 1 approval of an approver',
  since: 1_769_853_600_000,
  deadline: 1_769_940_000_000,
  approvals: [],
  approvalsNeeded: 1,
};

/** Deployments of GitHub that wait, and what signed webhooks are answered. */
export const deploymentExamples = [
  example(protectionView, deployment),
  example(protectionList, { deployments: [deployment] }),
  example(hookTaken, {
    taken: [{ what: '4f2c1e0 to checkout@production: running', id: 'checkout.production.12' }],
  }),
];
