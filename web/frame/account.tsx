import { useEffect, useState } from 'preact/hooks';
import type { Whoami } from '../../api/wire/whoami.ts';
import { useStore } from '../parts/use-store.ts';
import { actorName, keepActorName, whenActorChanges } from '../session/credential.ts';
import { farthestRole, rolesInWords } from '../session/roles.ts';
import { signOut } from '../session/session.ts';
import { chooseTheme, chosenTheme, THEMES } from './theme.ts';

/** Who somebody is to Sluice, what they may do, and how they want the page to look. */
export function Account({ who }: { who: Whoami }) {
  const claimed = useStore(whenActorChanges, actorName);
  const name = who.kind === 'anonymous' ? claimed : who.name;
  return (
    <details class="account">
      <summary>
        <span class="account-name">{name}</span> <span class="quiet">{farthestRole(who)}</span>
      </summary>
      <div class="account-card">
        {who.kind === 'anonymous' ? (
          <ClaimedName claimed={claimed} />
        ) : (
          <ul class="plain">
            {rolesInWords(who).map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        )}
        <ThemeChoice />
        {who.kind === 'anonymous' ? null : (
          <button type="button" onClick={signOut}>
            Forget this credential
          </button>
        )}
      </div>
    </details>
  );
}

function ClaimedName({ claimed }: { claimed: string }) {
  const [text, setText] = useState(claimed);
  const [refused, setRefused] = useState(false);
  // It may be taken in another tab.
  useEffect(() => setText(claimed), [claimed]);
  return (
    <label class="field">
      Your name, as acts are recorded
      <input
        value={text}
        maxLength={100}
        onInput={(event) => setText(event.currentTarget.value)}
        onChange={() => setRefused(!keepActorName(text))}
      />
      <span class="quiet">
        {refused
          ? 'Letters, digits and @ . _ + - only.'
          : 'This daemon asks nobody who they are: everybody on this machine is an admin.'}
      </span>
    </label>
  );
}

function ThemeChoice() {
  const [theme, setTheme] = useState(chosenTheme());
  return (
    <fieldset class="choice">
      <legend>Colours</legend>
      {THEMES.map((each) => (
        <label key={each}>
          <input
            type="radio"
            name="theme"
            checked={theme === each}
            onChange={() => {
              chooseTheme(each);
              setTheme(each);
            }}
          />
          {each}
        </label>
      ))}
    </fieldset>
  );
}
