import type { ComponentType } from 'preact';
import { useErrorBoundary } from 'preact/hooks';
import type { PageProps } from '../pages/index.ts';
import { NotShown } from './not-shown.tsx';

/** A page, or why there is none: an API that is newer than an open tab has words that its code does not know. */
export function Drawn({ Page, ...props }: { Page: ComponentType<PageProps> } & PageProps) {
  const broken: unknown = useErrorBoundary()[0];
  if (broken === undefined) return <Page {...props} />;
  const what = broken instanceof Error ? ` (${broken.message})` : '';
  return <NotShown why={`This page could not be drawn: Sluice may be a newer one now${what}.`} />;
}
