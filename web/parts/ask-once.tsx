import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Question } from './question.ts';

/**
 * Asks once before an act: what will happen now, who did what before, and why. Whatever is pressed twice is one act,
 * since both carry the same `idempotency-key`.
 */
export function AskOnce({
  question: { title, label, does, needsReason, breaksGlass, undoes = false, lacks },
  fields,
  before,
  send,
  onClose,
}: {
  question: Question;
  /** What else has to be said. */
  fields?: ComponentChildren;
  before?: ComponentChildren;
  /** Does it; answers what was done, in words. */
  send: (reason: string, headers: Record<string, string>) => Promise<string>;
  /** With what was done, or nothing. */
  onClose: (said?: string) => void;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [reason, setReason] = useState('');
  const [key] = useState(() => crypto.randomUUID());
  const [state, setState] = useState<{ busy: boolean; refused: string }>({ busy: false, refused: '' });
  useEffect(() => dialog.current?.showModal(), []);
  const must = needsReason || breaksGlass;
  const lacking = lacks ?? (must && reason.trim() === '' ? 'Say why.' : undefined);

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    if (lacking !== undefined || state.busy) return;
    setState({ busy: true, refused: '' });
    try {
      const glass = breaksGlass ? { 'sluice-break-glass': 'yes' } : {};
      onClose(await send(reason.trim(), { 'idempotency-key': key, ...glass }));
    } catch (error) {
      setState({ busy: false, refused: error instanceof Error ? error.message : String(error) });
    }
  }

  return (
    <dialog ref={dialog} class="act" aria-labelledby="ask-title" onClose={() => onClose()}>
      <form onSubmit={(event) => void submit(event)}>
        <h2 id="ask-title">{title}</h2>
        {fields}
        {does.map((text) => (
          <p key={text} class="act-does">
            {text}
          </p>
        ))}
        {breaksGlass ? (
          <p class="tone-bad">
            This is above your role. It is recorded as an emergency, and people are paged.
          </p>
        ) : null}
        <label class="field">
          {must ? 'Why (it has to be said)' : 'Why (for the record)'}
          <textarea
            rows={2}
            maxLength={1000}
            value={reason}
            onInput={(event) => setReason(event.currentTarget.value)}
          />
        </label>
        {before}
        {state.refused === '' ? null : (
          <p class="refusal" role="alert">
            {state.refused}
          </p>
        )}
        <div class="acts">
          <button
            type="submit"
            class={undoes ? 'undoes' : 'primary'}
            disabled={lacking !== undefined || state.busy}
          >
            {label}
          </button>
          <button type="button" onClick={() => dialog.current?.close()}>
            Back
          </button>
          {lacking === undefined ? null : <span class="quiet ask-lacks">{lacking}</span>}
        </div>
      </form>
    </dialog>
  );
}
