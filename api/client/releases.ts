import { z } from 'zod';
import { judgedRelease, type JudgedRelease } from '../wire/judged.ts';
import { releasePage, releaseView, type ReleasePage, type ReleaseView } from '../wire/release.ts';
import { submitted, type Submitted } from '../wire/submit.ts';
import type { Ask } from './ask.ts';
import { releasePath } from './paths.ts';

/** What is said to start a release. */
export interface SubmitRequest {
  service: string;
  environment: string;
  version: string;
  revision?: string;
  /** As `2026-01-31T12:00:00Z`. */
  committedAt?: string;
  reason?: string;
  kind?: 'hotfix';
  now?: boolean;
  overrideFreeze?: boolean;
}

/** The bounds on error that a release was planned with. */
export interface ErrorBounds {
  /** Chance that a good release is stopped. */
  alpha: number;
  /** Chance that an unsafe release is called safe. */
  beta: number;
}

/** Starting releases, and looking at them. */
export interface ReleaseCalls {
  /** `key` makes a repeat harmless; a new one is made when it is left out. */
  submit: (request: SubmitRequest, key?: string) => Promise<Submitted>;
  releases: (query: Record<string, string | number>) => Promise<ReleasePage>;
  release: (id: string) => Promise<ReleaseView>;
  errorBounds: (id: string) => Promise<ErrorBounds>;
  evidence: (id: string) => Promise<JudgedRelease>;
}

const plan = z.looseObject({ analysis: z.looseObject({ alpha: z.number(), beta: z.number() }) });

/** The calls about releases. */
export function releaseCalls(ask: Ask): ReleaseCalls {
  return {
    submit: async (data, key) => ask(submitted, 'POST', '/v1/releases', { data, key }),
    releases: async (params) => ask(releasePage, 'GET', '/v1/releases', { params }),
    release: async (id) => ask(releaseView, 'GET', releasePath(id)),
    errorBounds: async (id) => (await ask(plan, 'GET', releasePath(id, '/plan'))).analysis,
    evidence: async (id) => ask(judgedRelease, 'GET', releasePath(id, '/evidence')),
  };
}
