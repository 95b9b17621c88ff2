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

/** Brings into sight and marks what the address names, as soon as the page has it: what is told comes bit by bit. */
export function useLinkedPart(): void {
  const { part } = usePlace();
  const marked = useRef<Element | null>(null);
  useEffect(() => {
    if (marked.current?.id === part) return;
    marked.current?.removeAttribute('data-linked');
    marked.current = null;
    const element = part === '' ? null : document.getElementById(part);
    if (element === null) return;
    marked.current = element;
    element.setAttribute('data-linked', '');
    element.scrollIntoView({ block: 'center' });
    if (element.contains(document.activeElement)) return;
    element.tabIndex = -1;
    element.focus({ preventScroll: true });
  });
}
