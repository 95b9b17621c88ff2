import { Mark } from '../../parts/mark.tsx';
import type { CostCell, CostTable } from './cost-table.ts';

/** What a bad version costs before it is stopped, a table for each metric whose cells are bars. */
export function Costs({ tables }: { tables: readonly CostTable[] }) {
  if (tables.length === 0) return null;
  return (
    <section class="costs" aria-labelledby="costs-title">
      <h2 id="costs-title">Bad responses until it is stopped, if it is bad</h2>
      <p class="quiet">
        Above those of the stable side, for a version that is bad from this weight on, of a ramp from its
        first. The bars go by powers of ten; the line across them is the budget.
      </p>
      <div class="costs-tables">
        {tables.map((table) => (
          <Table key={table.metric} table={table} />
        ))}
      </div>
    </section>
  );
}

function Table({ table: { metric, figures, places, safe, rows, budget } }: { table: CostTable }) {
  return (
    <div class="cost-scroll" tabIndex={0} role="region" aria-label={`Costs by ${metric}`}>
      <table class="cost-table" style={{ maxWidth: `${62 + 240 * places.length}px` }}>
        <caption>
          <strong>{metric}</strong> <span class="quiet">{figures}</span>
        </caption>
        <thead>
          <tr>
            <td />
            {places.map((place) => (
              <th key={place} scope="col">
                {place}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">safe</th>
            {places.map((place, i) => (
              <td key={place}>
                <span class="cost-safe">{safe[i]}</span>
              </td>
            ))}
          </tr>
          {rows.map(({ fault, cells }) => (
            <tr key={fault}>
              <th scope="row">{fault}</th>
              {places.map((place, i) => (
                <Cost key={place} cell={cells[i]} budget={budget} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const MARKS = { bad: 'cross', ask: 'alert' } as const;
const SAID = { bad: 'beyond the budget', ask: 'not stopped by itself' } as const;

function Cost({ cell, budget }: { cell: CostCell | undefined; budget: number }) {
  if (cell === undefined) return <td />;
  const { after, bad, part, tone } = cell;
  const marked = tone === 'bad' || tone === 'ask' ? tone : undefined;
  return (
    <td>
      <span class={`cost-bad tone-${marked ?? 'ink'}`}>
        {marked === undefined ? null : (
          <span class="cost-mark" role="img" aria-label={SAID[marked]}>
            <Mark of={MARKS[marked]} />
          </span>
        )}
        {bad === '' ? after : bad}
      </span>
      {part === undefined ? null : (
        <span class="cost-track" aria-hidden="true">
          <span class={`cost-bar fill-${tone}`} style={{ width: `${(part * 100).toFixed(1)}%` }} />
          <span class="cost-budget" style={{ left: `${(budget * 100).toFixed(1)}%` }} />
        </span>
      )}
      {bad === '' ? null : <span class="cost-after quiet">{after}</span>}
    </td>
  );
}
