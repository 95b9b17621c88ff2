/** A small drawing, since no font is sure to have these signs: whoever looks may have no more than a plain Chromium. */
export type Mark = 'check' | 'cross' | 'alert' | 'dot' | 'ring' | 'dash';

/** Draws a mark as high as a capital letter, in the colour of the text around it. It says nothing to a screen reader. */
export function Mark({ of }: { of: Mark }) {
  return (
    <svg class="mark-drawn" viewBox="0 0 12 12" aria-hidden="true" focusable="false">
      <path d={PATHS[of]} class={of === 'dot' ? 'mark-full' : undefined} />
    </svg>
  );
}

const CIRCLE = 'M10 6a4 4 0 1 1-8 0a4 4 0 1 1 8 0z';
const PATHS: Record<Mark, string> = {
  check: 'M1.5 6.5l3 3.5 6-8',
  cross: 'M2 2l8 8M10 2l-8 8',
  alert: 'M6 1v6.5M6 10v1',
  dot: CIRCLE,
  ring: CIRCLE,
  dash: 'M2 6h8',
};
