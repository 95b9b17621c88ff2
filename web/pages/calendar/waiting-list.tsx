import { useState } from 'preact/hooks';
import type { ProtectionView } from '../../../api/wire/protection.ts';
import type { ReleaseView } from '../../../api/wire/release.ts';
import type { Whoami } from '../../../api/wire/whoami.ts';
import { span } from '../../../cli/figures.ts';
import type { Fresh } from '../../parts/fresh.ts';
import { State } from '../../parts/state.tsx';
import { useNow } from '../../parts/use-now.ts';
import { releaseAddress } from '../../routing/address.ts';
import { BASE } from '../../routing/location.ts';
import { ActDialog } from '../release/act-dialog.tsx';
import { asOffered, offersFor, type Offer } from '../release/acts.ts';
import { accessTo } from './access.ts';
import { approvalsAsEvents, whyNotHere } from './approvals.ts';
import type { Asking } from './asking-now.ts';
import { whyNotApprove } from './other-questions.ts';
import { MOST, useViews } from './use-views.ts';
import type { UnderWay } from './waiting.ts';

/** What waits for approvals, who could give them, and until when. */
export function WaitingList({
  releases,
  deployments,
  fresh,
  who,
  ask,
  onDone,
}: {
  /** Undefined: not known. */
  releases: readonly UnderWay[] | undefined;
  /** Undefined: not known. */
  deployments: readonly ProtectionView[] | undefined;
  fresh: Fresh;
  who: Whoami;
  ask: (asking: Asking) => void;
  onDone: (said: string) => void;
}) {
  const { views, learn } = useViews(releases?.map(({ id }) => id) ?? []);
  const now = useNow();
  const [asked, setAsked] = useState<{ view: ReleaseView; offer: Offer }>();
  // What waits no more is not looked at any more, and the question says so.
  const present = asked && views.get(asked.view.id);
  return (
    <section aria-labelledby="waiting-title">
      <h2 id="waiting-title">Wait for approval</h2>
      {releases?.length === 0 && deployments?.length === 0 ? (
        <p class="quiet">Nothing waits for an approval.</p>
      ) : null}
      {releases === undefined ? <p class="quiet">Which releases wait is not known now.</p> : null}
      <ul class="plain">
        {releases?.map((release, index) => (
          <ReleaseItem
            key={release.id}
            release={release}
            view={views.get(release.id)}
            who={who}
            isRead={index < MOST}
            now={now}
            onApprove={setAsked}
          />
        ))}
        {deployments?.map((deployment) => (
          <DeploymentItem key={deployment.id} {...{ deployment, who, now, ask }} />
        ))}
      </ul>
      {asked === undefined ? null : (
        <ActDialog
          view={present ?? asked.view}
          fresh={fresh}
          offer={asOffered(
            asked.offer,
            present === undefined ? [] : offersFor(present, who, undefined),
            present?.stale,
          )}
          events={approvalsAsEvents(present ?? asked.view)}
          onAnswer={learn}
          onClose={(said) => {
            const { version, lane } = asked.view;
            setAsked(undefined);
            if (said !== undefined) onDone(`${version} in ${lane.replace('.', '@')}: ${said}`);
          }}
        />
      )}
    </section>
  );
}

function ReleaseItem({
  release: { id, version, sentence },
  view,
  isRead,
  who,
  now,
  onApprove,
}: {
  release: UnderWay;
  view: ReleaseView | undefined;
  /** It is read whole; of the others there are too many. */
  isRead: boolean;
  who: Whoami;
  now: number;
  onApprove: (asked: { view: ReleaseView; offer: Offer }) => void;
}) {
  const offer = view === undefined ? undefined : approveOf(view, who);
  const lacks = whyNotHere(view, offer);
  const { approval, deadline } = view ?? {};
  const then = approval?.onDeadline === 'hold' ? 'it is held' : 'it reverts';
  const [service, environment] = id.split('.');
  return (
    <li class="waits">
      <p class="waits-what">
        <a href={`${BASE}${releaseAddress(id)}`}>
          <strong>{service}</strong>@{environment} <span class="mono">{version}</span>
        </a>
        <State tone="ask" word="approval" />
      </p>
      <p>{approval?.sentence ?? sentence}</p>
      {deadline === undefined ? null : (
        <p class="quiet">
          Without it, {then} in {span(deadline - now)}.
        </p>
      )}
      <div class="acts">
        {view === undefined && !isRead ? (
          <a href={`${BASE}${releaseAddress(id)}`}>
            Approve it on its page.<span class="unseen"> {id}</span>
          </a>
        ) : (
          <>
            <button
              type="button"
              class="primary"
              disabled={lacks !== undefined}
              title={lacks}
              onClick={() => {
                if (view !== undefined && offer !== undefined) onApprove({ view, offer });
              }}
            >
              Approve<span class="unseen"> {id}</span>
            </button>
            {lacks === undefined ? null : <span class="quiet ask-lacks">{lacks}</span>}
          </>
        )}
      </div>
    </li>
  );
}

function DeploymentItem({
  deployment,
  who,
  now,
  ask,
}: {
  deployment: ProtectionView;
  who: Whoami;
  now: number;
  ask: (asking: Asking) => void;
}) {
  const { repository, environment, ref, sha, actor, sentence, deadline, approvalsNeeded, approvals, lane } =
    deployment;
  const { refused } = accessTo(who, 'approver', [lane]);
  const not = refused ?? whyNotApprove(deployment, who.kind === 'anonymous' ? '' : who.name);
  return (
    <li class="waits">
      <p class="waits-what">
        <span>
          <strong>{repository}</strong> to {environment}{' '}
          <span class="mono" title={sha}>
            {ref} {sha.slice(0, 7)}
          </span>
        </span>
        <State tone="ask" word="deployment" />
      </p>
      <p>
        {sentence}
        {approvalsNeeded === 0
          ? ''
          : ` (${approvals.length} of ${approvalsNeeded} approvals; approvers of ${lane.replace('.', '@')}, but not ${actor} who asks for it)`}
      </p>
      <p class="quiet">
        Asked by {actor}. Without an answer, it is rejected in {span(deadline - now)}.
      </p>
      <div class="acts">
        <button
          type="button"
          class="primary"
          disabled={not !== undefined}
          title={not}
          onClick={() => ask({ what: 'deployment', answer: 'approve', deployment })}
        >
          Approve<span class="unseen"> {repository}</span>
        </button>
        <button
          type="button"
          class="undoes"
          disabled={refused !== undefined}
          title={refused}
          onClick={() => ask({ what: 'deployment', answer: 'reject', deployment })}
        >
          Reject<span class="unseen"> {repository}</span>
        </button>
        {not === undefined ? null : <span class="quiet ask-lacks">{not}</span>}
      </div>
    </li>
  );
}

function approveOf(view: ReleaseView, who: Whoami) {
  return offersFor(view, who, undefined).find(({ name }) => name === 'approve');
}
