import { span } from '../../cli/figures.ts';
import { useNow } from './use-now.ts';

/** What is known of what a page shows. */
export interface Fresh {
  /** When it was last heard of, milliseconds since the epoch; undefined before. */
  heardAt: number | undefined;
  /** Why nothing comes in now; undefined while it does. */
  trouble: string | undefined;
  /** Nothing more will come. */
  over?: boolean;
}

/** Silence that is worth a word, in milliseconds. */
const QUIET = 8000;

/** Whether what is shown is what is, and else how old it is. */
export function Freshness({ heardAt, trouble, over = false }: Fresh) {
  const now = useNow();
  if (over) return null;
  const age = heardAt === undefined ? undefined : now - heardAt;
  const late = trouble !== undefined || (age !== undefined && age > QUIET);
  if (age === undefined && trouble === undefined) return <p class="freshness quiet">connecting</p>;
  if (!late) {
    return (
      <p class="freshness quiet">
        <span class="pulse" aria-hidden="true" /> live
      </p>
    );
  }
  const old = age === undefined ? 'Nothing is known yet' : `These figures are ${span(age)} old`;
  return (
    <p class="freshness stale" role="status">
      <strong>{old}</strong>: {trouble ?? 'nothing comes in'}; trying again.
    </p>
  );
}
