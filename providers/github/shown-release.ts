/** As much of a release as GitHub is shown. The status of a workflow and the view of the API both are this. */
export interface ShownRelease {
  id: string;
  /** `SERVICE.ENVIRONMENT`. */
  lane: string;
  version: string;
  revision?: string;
  actor: string;
  reason: string;
  phase: 'starting' | 'running' | 'paused' | 'holding' | 'undoing' | 'finished';
  outcome?: 'completed' | 'reverted' | 'refused' | 'left' | 'lost';
  cause?: 'verdict' | 'abort' | 'superseded' | 'deadline' | 'recovery';
  sentence: string;
  step: number;
  token: string;
  steps: { kind: string; label: string; state: string; note?: string }[];
  traffic: { asked: number; observed?: number; proven: boolean };
  hold?: { reason: string; message: string; promotable: boolean };
  approvals: { actor: string }[];
}
