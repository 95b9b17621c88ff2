import {
  allHandlersFinished,
  CancellationScope,
  condition,
  continueAsNew,
  setHandler,
} from '@temporalio/workflow';
import {
  actOnSchedule as actOnScheduleUpdate,
  auditHead,
  createFreeze,
  createToken,
  endFreeze,
  moveGate as moveGateUpdate,
  readState,
  REGISTRY,
  revokeToken,
  switchStop,
} from './registry-messages.ts';
import type { RegistryInput, RegistryState, RegistryView } from './registry-messages.ts';
import { freshAudit, keepAudit } from './audit.ts';
import { auditActs } from './registry/audit.ts';
import type { FreezeRequest, StopRequest } from './registry/freeze-types.ts';
import * as freezes from './registry/freezes.ts';
import type { GateRequest } from './registry/gate-types.ts';
import { moveGate } from './registry/gates.ts';
import { historyIsLong } from './long-history.ts';
import { checkGoing } from './registry/history.ts';
import { once, onceEach, unlessAnswered } from './registry/once.ts';
import { publishFreezes } from './registry/publish-freezes.ts';
import { publishTokens } from './registry/publish-tokens.ts';
import { checkFreeze, checkGate, checkToken, checkWritten } from './registry/room.ts';
import { actOnSchedule } from './registry/schedules.ts';
import type { TokenRequest } from './registry/token-types.ts';
import { endToken, keepToken } from './registry/tokens.ts';

/**
 * What belongs to no lane and no release: tokens, and what applies to many lanes. There is one in a namespace, it begins
 * to exist with the first act on it, and it never ends. Its acts are done at once, each in one go, and recorded; those on
 * schedules take as long as Temporal takes for them.
 */
export async function registry({ carried, ...input }: RegistryInput): Promise<void> {
  const state: RegistryState = { ...nothing(), ...carried };
  // A cancel of the registry is nobody's wish: what it keeps would be gone.
  const base = new CancellationScope({ cancellable: false });
  CancellationScope.current().cancelRequested.catch(() => undefined);

  setHandler(readState, () => viewOf(state));
  setHandler(auditHead, () => state.audit.head);
  setHandler(createToken, (request) => once(state.tokenAnswers, request, () => keepToken(state, request)), {
    validator: unlessAnswered(state.tokenAnswers, (request: TokenRequest) => checkToken(state, request)),
  });
  setHandler(revokeToken, (request) => once(state.tokenAnswers, request, () => endToken(state, request)), {
    validator: unlessAnswered(state.tokenAnswers, () => checkWritten(state, 'revoking')),
  });

  setHandler(moveGateUpdate, (request) => once(state.gateAnswers, request, () => moveGate(state, request)), {
    validator: unlessAnswered(state.gateAnswers, (request: GateRequest) => checkGate(state, request)),
  });
  setHandler(
    createFreeze,
    (request) => once(state.freezeAnswers, request, () => freezes.keepFreeze(state, request)),
    {
      validator: unlessAnswered(state.freezeAnswers, (request: FreezeRequest) => checkFreeze(state, request)),
    },
  );
  setHandler(
    endFreeze,
    (request) => once(state.freezeAnswers, request, () => freezes.endFreeze(state, request)),
    { validator: unlessAnswered(state.freezeAnswers, () => checkWritten(state)) },
  );
  setHandler(
    switchStop,
    (request) => once(state.stopAnswers, request, () => freezes.switchStop(state, request)),
    {
      // Nothing is in the way of a stop: it is an act once, however often it is asked for.
      validator: unlessAnswered(state.stopAnswers, ({ on }: StopRequest) => {
        if (!on) checkWritten(state);
      }),
    },
  );

  const scheduleOnce = onceEach(state.scheduleAnswers);
  let going = 0;
  setHandler(
    actOnScheduleUpdate,
    async (request) => {
      going += 1;
      try {
        return await base.run(async () => scheduleOnce(request, async () => actOnSchedule(state, request)));
      } finally {
        going -= 1;
      }
    },
    {
      validator: unlessAnswered(state.scheduleAnswers, () => {
        checkGoing(going);
        checkWritten(state);
      }),
    },
  );

  void base.run(async () => publishTokens(state));
  void base.run(async () => auditActs(state));
  void base.run(async () => keepAudit(REGISTRY, state.audit));
  void base.run(async () => publishFreezes(state));

  await base.run(async () => {
    await condition(() => historyIsLong() && allHandlersFinished());
    await continueAsNew<typeof registry>({ ...input, carried: state });
  });
}

function nothing(): RegistryState {
  return {
    tokens: [],
    gates: [],
    freezes: [],
    stop: null,
    acts: [],
    tokenAnswers: {},
    gateAnswers: {},
    freezeAnswers: {},
    stopAnswers: {},
    scheduleAnswers: {},
    audit: freshAudit(),
    audited: 0,
  };
}

function viewOf({ tokens, gates, freezes: made, stop, acts }: RegistryState): RegistryView {
  return { tokens, gates, freezes: made, stop, acts };
}
