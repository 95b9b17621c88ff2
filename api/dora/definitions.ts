/** What each figure is, in the words of the answer; docs/dora.md says the same. */
export const DORA_DEFINITIONS = {
  deployments:
    'releases and hotfixes whose candidate got all traffic within the period, whatever became of them later; ' +
    'rollbacks and recoveries bring back what was there and are none',
  leadTime:
    'from the time that the revision was committed, where the submit said it (committedAt), else from the submit, ' +
    'until the candidate had all traffic; the two are never mixed; milliseconds',
  changeFailRate:
    'share of deployments that were undone after they had all traffic, were let go of, or were followed by a rollback ' +
    'or a hotfix as what served next; what the gate caught before is not in it',
  caughtByGate:
    'changes that a verdict stopped before they had all traffic; changeFailRateWithCaught counts them as changes that failed',
  stopped: 'changes that people, a newer release or a deadline stopped before they had all traffic',
  recoveryTime:
    'of failed deployments, from when the candidate had all traffic until what was there before, or what put it right, ' +
    'had it; the trouble may have begun later, so it is the longest that it can have been; milliseconds',
  approximate:
    'deployments from reports of an older version that do not say when the candidate had all traffic; the end of the release stands for it',
} as const;
