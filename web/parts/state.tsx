import { Mark } from './mark.tsx';
import type { Tone } from './tone.ts';

/** A state in one word. Its shape differs with its colour, for whoever sees no colours. */
export function State({ tone, word }: { tone: Tone; word: string }) {
  return (
    <span class={`state tone-${tone}`}>
      <span class="state-mark" aria-hidden="true">
        <Mark of={MARKS[tone]} />
      </span>
      {word}
    </span>
  );
}

const MARKS: Record<Tone, Mark> = { good: 'check', bad: 'cross', ask: 'alert', go: 'dot', quiet: 'dash' };
