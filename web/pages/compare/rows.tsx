import { Mark } from '../../parts/mark.tsx';
import { Moment } from '../../parts/moment.tsx';
import { State } from '../../parts/state.tsx';
import { STEP_MARKS } from '../../parts/step-marks.ts';
import { unbroken } from '../../parts/unbroken.ts';
import { isSame, type Cell, type Row } from './row.ts';

/** Facts of two releases side by side; what is the same of both is grey. */
export function Rows({
  label,
  ids,
  rows,
}: {
  label: string;
  ids: readonly [string, string];
  rows: readonly Row[];
}) {
  // What is drawn as a grid is no table any more to a screen reader, unless it is said to be one.
  return (
    <div role="table" aria-label={label} class="sides">
      <div role="row" class="unseen">
        <span role="columnheader">Fact</span>
        {ids.map((id) => (
          <span key={id} role="columnheader">
            {id}
          </span>
        ))}
      </div>
      {rows.map((row) => (
        <div key={row.what} role="row" class={isSame(row) ? 'side-row side-same' : 'side-row'}>
          <span role="rowheader" class={row.mono === true ? 'side-what mono' : 'side-what'}>
            {row.what}
          </span>
          {row.sides.map((cell, i) => (
            <span key={i} role="cell" class="side-cell">
              {cell === undefined ? <span class="quiet">–</span> : <Fact cell={cell} />}
            </span>
          ))}
        </div>
      ))}
    </div>
  );
}

function Fact({ cell: { text, tone, step, mono, note, at, bar } }: { cell: Cell }) {
  return (
    <>
      {step === undefined ? null : (
        <span class={`side-mark tone-${STEP_MARKS[step].tone}`} role="img" aria-label={STEP_MARKS[step].said}>
          <Mark of={STEP_MARKS[step].sign} />
        </span>
      )}
      {at !== undefined ? (
        <Moment at={at} />
      ) : tone !== undefined ? (
        <State tone={tone} word={text} />
      ) : (
        <span class={mono === true ? 'mono' : undefined}>{unbroken(text)}</span>
      )}
      {note === undefined ? null : <span class="side-note quiet"> {unbroken(note)}</span>}
      {bar === undefined ? null : (
        <span class="side-bar" aria-hidden="true">
          <span class={`fill-${bar.tone}`} style={{ width: `${(bar.part * 100).toFixed(1)}%` }} />
        </span>
      )}
    </>
  );
}
