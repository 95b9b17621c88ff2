/** Every update and query of a deployment that GitHub holds back, with what they carry. */
import { defineQuery, defineUpdate } from '@temporalio/workflow';
import type { GateConfig } from '../config/gates/gate.ts';
import type { Milliseconds } from '../config/plan.ts';
import type { Act } from './messages.ts';

/** What a deployment has to have. */
export interface Required {
  notFrozen: boolean;
  /** `SERVICE.ENVIRONMENT`: the last release of this version in there has completed. */
  completed: string | null;
  /** Gates that have to pass for the commit. */
  gates: GateConfig[];
  /** So many people have to approve. */
  approvals: number;
}

/** A deployment of GitHub Actions that waits for our answer. */
export interface ProtectedDeployment {
  /** GitHub's number of the deployment. */
  id: string;
  /** `OWNER/NAME`. */
  repository: string;
  /** GitHub's name of the environment. */
  environment: string;
  /** GitHub's number of the run that waits. */
  run: string;
  sha: string;
  ref: string;
  /** `SERVICE.ENVIRONMENT`, for which the environment stands. */
  lane: string;
  /** Who asks for the deployment: whoever that is cannot approve it. */
  actor: string;
}

/** The input of a protection workflow: the rule as it was when GitHub asked. */
export interface ProtectionInput extends ProtectedDeployment {
  schemaVersion: 1;
  required: Required;
  /** How long it may wait. */
  patience: Milliseconds;
  /** Why it is rejected at once: no rule says what it has to have, or the rule cannot be followed. */
  refused?: string;
  /** What an earlier run of it carried over. */
  carried?: ProtectionState;
}

/** Somebody who has approved. */
export interface Approval {
  actor: string;
  at: number;
  reason: string;
}

/** What a protection remembers. */
export interface ProtectionState {
  since: number;
  approvals: Approval[];
  /** Comments that GitHub has been sent: it takes ten. */
  comments: number;
  /** What was missing when the newest of them was sent. */
  commented: string;
  /** Acts that were done, by idempotency key. */
  keys: Record<string, string>;
}

/** How a protection stands. */
export interface ProtectionStatus extends ProtectedDeployment {
  /** `withdrawn`: GitHub took no answer any more. */
  state: 'waiting' | 'approved' | 'rejected' | 'withdrawn';
  /** What it waits for, or why it was answered so. */
  sentence: string;
  since: number;
  /** It is rejected then. */
  deadline: number;
  approvals: Approval[];
  approvalsNeeded: number;
}

export const approveDeployment = defineUpdate<ProtectionStatus, [Act]>('approve');
export const rejectDeployment = defineUpdate<ProtectionStatus, [Act]>('reject');
export const protectionStatus = defineQuery<ProtectionStatus>('protection-status');
