/** GitHub: a deployment and a check run for each release. */
import { url } from '../schema/addresses.ts';
import { repository } from '../schema/github/repository.ts';
import { words } from '../schema/leaf.ts';
import { mapping } from '../schema/mapping.ts';
import { TOLD, type On } from './interest.ts';
import type { NotifierInput } from './notifier-input.ts';

/** A deployment with its statuses and, for an App, a check run of the release's commit. */
export interface GithubNotifier {
  kind: 'github';
  on: On[];
  /** `OWNER/NAME`. */
  repository: string;
  /** GitHub's name of the environment; left out, it is that of the lane. */
  environment?: string;
  /** Where users of the environment reach it. */
  environmentUrl?: string;
}

/** A check run says at which step a release is. */
const ON: On[] = [...TOLD, 'step-started'];

/** GitHub. */
export const github = mapping({
  repository: repository('The repository that the version is built from.'),
  environment: words(
    'the name of an environment',
    "GitHub's name of the environment. Default: the environment.",
  ).exactOptional(),
  environmentUrl: url('Where users of the environment reach it.', 'https://shop.example.com').exactOptional(),
})
  .meta({ description: 'A deployment and a check run for each release, by `github` of the settings.' })
  .transform((written): NotifierInput => ({
    findings: () => [],
    resolve: () => ({ kind: 'github', on: ON, ...written }),
  }));
