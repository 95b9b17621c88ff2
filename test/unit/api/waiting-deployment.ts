/** A deployment of GitHub that waits, as its workflow tells of it; what a test asks about is said beside it. */
export const waitingDeployment = {
  environment: 'production',
  run: '1',
  sha: 'abc',
  ref: 'main',
  actor: 'octocat@github',
  state: 'waiting',
  sentence: 'it waits',
  since: 1,
  deadline: 2,
  approvals: [],
  approvalsNeeded: 1,
};
