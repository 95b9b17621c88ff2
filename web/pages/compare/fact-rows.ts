/** How two releases ended, of what, by whom and when, side by side. Pure. */
import type { ReleaseView } from '../../../api/wire/release.ts';
import { span } from '../../../cli/figures.ts';
import { standingOf } from '../release/standing.ts';
import type { Cell, Row } from './row.ts';

/** What made a release go back, behind its outcome. */
const CAUSES: Record<NonNullable<ReleaseView['cause']>, string> = {
  verdict: 'by its verdict',
  abort: 'by an abort',
  superseded: 'for a newer one',
  deadline: 'by a deadline',
  recovery: 'since the one before was lost',
};

/** A row for each fact that either has. */
export function factRows(a: ReleaseView, b: ReleaseView, now: number): Row[] {
  const row = (what: string, cell: (view: ReleaseView) => Cell | undefined): Row[] => {
    const sides = [cell(a), cell(b)] as const;
    return sides.every((each) => each === undefined) ? [] : [{ what, sides }];
  };
  return [
    ...row('Outcome', (view) => {
      const { word, tone } = standingOf(view, now);
      return { text: word, tone, ...(view.cause === undefined ? {} : { note: CAUSES[view.cause] }) };
    }),
    ...row('Why', (view) => ({ text: standingOf(view, now).sentence })),
    ...row('Version', ({ version, stable }) => ({
      text: version,
      mono: true,
      note: stable === null ? 'the first release' : `over ${stable.version}`,
    })),
    ...row('Revision', ({ revision }) =>
      revision === undefined ? undefined : { text: revision, mono: true },
    ),
    ...row('Kind', ({ kind }) => (a.kind === b.kind ? undefined : { text: kind })),
    ...row('By', ({ actor, reason }) => ({ text: actor, ...(reason === '' ? {} : { note: reason }) })),
    ...row('Began', ({ startedAt }) => ({ text: String(startedAt), at: startedAt })),
    ...row('Took', ({ startedAt, finishedAt }) => ({ text: span((finishedAt ?? now) - startedAt) })),
  ];
}

/** How both ended, and in how many places their plans differ, in a sentence each; `places` is undefined where it is not known. */
export function comparedInWords(
  a: ReleaseView,
  b: ReleaseView,
  places: number | undefined,
  now: number,
): string {
  const ends = [a, b].map((view) => {
    const { word } = standingOf(view, now);
    const cause = view.cause === undefined ? '' : ` ${CAUSES[view.cause]}`;
    const verb = view.phase !== 'finished' ? `is ${word}` : word === 'completed' ? word : `was ${word}`;
    return `${view.version} ${verb}${cause} after ${span((view.finishedAt ?? now) - view.startedAt)}`;
  });
  const plans =
    places === undefined
      ? []
      : [
          places === 0
            ? 'Their plans are the same'
            : `Their plans differ in ${places} ${places === 1 ? 'place' : 'places'}`,
        ];
  return [ends.join('; '), ...plans].map((sentence) => `${sentence}.`).join(' ');
}
