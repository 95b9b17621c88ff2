import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { partAddress } from '../../routing/address.ts';
import { usePlace } from '../../routing/location.ts';

/** A link to a part of the page by its own name, to be copied or sent. */
export function PartLink({ id, part, children }: { id: string; part: string; children: ComponentChildren }) {
  return (
    <a class="part-link" href={partAddress(id, part)}>
      {children}
    </a>
  );
}

const INPUTS = ['pointerdown', 'keydown', 'wheel', 'touchstart'];

/**
 * Brings into sight and marks what the address names, as soon as the page has it: what is told comes bit by bit. It
 * looks no more once somebody uses the page: nothing may move under a finger, nor take the focus away.
 */
export function useLinkedPart(): void {
  const { part } = usePlace();
  const marked = useRef<Element | null>(null);
  const looks = useRef(true);
  useEffect(() => {
    looks.current = true;
    const used = new AbortController();
    const { signal } = used;
    const stop = (): void => {
      looks.current = false;
      used.abort();
    };
    for (const input of INPUTS) addEventListener(input, stop, { capture: true, passive: true, signal });
    return () => used.abort();
  }, [part]);
  useEffect(() => {
    if (marked.current?.id === part) return;
    marked.current?.removeAttribute('data-linked');
    marked.current = null;
    const element = part === '' || !looks.current ? null : document.getElementById(part);
    if (element === null) return;
    marked.current = element;
    element.setAttribute('data-linked', '');
    element.scrollIntoView({ block: 'center' });
    if (element.contains(document.activeElement)) return;
    element.tabIndex = -1;
    element.focus({ preventScroll: true });
  });
}
