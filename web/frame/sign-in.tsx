import { useState } from 'preact/hooks';
import { useTitle } from '../parts/use-title.ts';
import { signIn } from '../session/session.ts';

/** Asks for a credential. It is kept in this tab alone. */
export function SignIn({ why }: { why: string }) {
  useTitle('Who are you?');
  const [text, setText] = useState('');
  const submit = (event: Event): void => {
    event.preventDefault();
    if (text.trim() !== '') void signIn(text.trim());
  };
  return (
    <main class="narrow">
      <h1 tabIndex={-1}>Who are you?</h1>
      <form onSubmit={submit}>
        {why === '' ? null : (
          <p class="refusal" role="alert">
            {why}
          </p>
        )}
        <label class="field">
          A token of Sluice, or a JWT of your issuer
          <input
            type="password"
            autoComplete="off"
            spellcheck={false}
            value={text}
            onInput={(event) => setText(event.currentTarget.value)}
          />
          <span class="quiet">
            Kept in this tab until you close it. On the daemon's machine, <code>sluice token create</code>{' '}
            makes one.
          </span>
        </label>
        <button class="primary" type="submit">
          Go on
        </button>
      </form>
    </main>
  );
}
