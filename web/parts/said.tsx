import { useEffect, useRef } from 'preact/hooks';

/**
 * What came of an act. Whoever acted by keyboard goes on from here where what they pressed is gone, or cannot be pressed
 * any more: the browser would begin at the top of the page.
 */
export function Said({ text }: { text: string }) {
  const place = useRef<HTMLParagraphElement>(null);
  const opener = useRef<Element | null>(null);
  useEffect(() => {
    opener.current = text === '' ? null : document.activeElement;
  }, [text]);
  // What was pressed may go a moment later, with the news of what came of it.
  useEffect(() => {
    if (opener.current === null || !isLost(opener.current)) return;
    opener.current = null;
    place.current?.focus({ preventScroll: true });
  });
  return (
    <p ref={place} class="said" role="status" tabIndex={-1}>
      {text}
    </p>
  );
}

function isLost(opener: Element): boolean {
  const now = document.activeElement;
  if (now !== null && now !== document.body && now !== opener) return false;
  return opener === document.body || !opener.isConnected || opener.matches(':disabled');
}
