import { useId, useState } from 'react';
import type { SourceScopes } from '../../lib/queries/sources';
import { sourceMessage } from '../messages';
import { Button } from '../ui/button';
import { useClock } from '../ui/clock';
import styles from './source-details.module.css';

export interface ScopeChoicesProps {
  sourceName: string;
  scopes: SourceScopes | undefined;
  everything: boolean;
  chosen: ReadonlySet<string>;
  onEverything: (everything: boolean) => void;
  onChosen: (chosen: ReadonlySet<string>) => void;
}

/** From how many parts on a filter is worth its room. */
const FILTER_FROM = 9;

/** All of a source, or the parts one picks: from the product's own list, or by key where it is not on it. */
export function ScopeChoices(props: ScopeChoicesProps) {
  const { sourceName, scopes, everything, chosen, onEverything, onChosen } = props;
  const group = useId();
  const [filter, setFilter] = useState('');
  const { now, locale } = useClock();
  const noun = scopes?.noun ?? 'parts';
  const choices = withChosen(scopes?.choices ?? [], chosen);
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  const shown = choices.filter(({ key, name }) => {
    const text = `${key} ${name}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const toggle = (key: string, isChosen: boolean) => {
    const next = new Set(chosen);
    if (isChosen) next.add(key);
    else next.delete(key);
    onChosen(next);
  };
  const problem = scopes?.error
    ? sourceMessage(scopes.error, { name: sourceName, retryAt: null, now, locale }).text
    : null;
  return (
    <fieldset className={styles.choices}>
      <legend className={styles.label}>What is searched</legend>
      <label className={styles.choice}>
        <input type="radio" name={group} checked={everything} onChange={() => onEverything(true)} />
        Everything you may see
      </label>
      <label className={styles.choice}>
        <input type="radio" name={group} checked={!everything} onChange={() => onEverything(false)} />
        Only some {noun}
      </label>
      {!everything && (
        <div className={styles.parts}>
          {scopes === undefined && <p role="status">Asking {sourceName}…</p>}
          {problem !== null && (
            <p role="status" className={styles.problem}>
              {problem}
            </p>
          )}
          {choices.length >= FILTER_FROM && (
            <input
              type="search"
              className={styles.input}
              placeholder="Filter"
              aria-label={`Filter ${noun}`}
              value={filter}
              onChange={(event) => setFilter(event.target.value)}
            />
          )}
          <ul className={styles.list}>
            {shown.map(({ key, name }) => (
              <li key={key}>
                <label className={styles.choice}>
                  <input
                    type="checkbox"
                    checked={chosen.has(key)}
                    onChange={(event) => toggle(key, event.target.checked)}
                  />
                  <bdi>{name}</bdi>
                  {name !== key && key.length <= 24 && <span className={styles.key}>{key}</span>}
                </label>
              </li>
            ))}
          </ul>
          <AddByKey noun={noun} onAdd={(key) => toggle(key, true)} />
        </div>
      )}
    </fieldset>
  );
}

/** What is chosen stays in sight, also where the product does not list it (any more). */
function withChosen(choices: SourceScopes['choices'], chosen: ReadonlySet<string>): SourceScopes['choices'] {
  const listed = new Set(choices.map(({ key }) => key));
  const unlisted = [...chosen].filter((key) => !listed.has(key)).map((key) => ({ key, name: key }));
  return [...unlisted, ...choices];
}

function AddByKey({ noun, onAdd }: { noun: string; onAdd: (key: string) => void }) {
  const [key, setKey] = useState('');
  const wanted = key.trim();
  const add = () => {
    if (wanted === '') return;
    onAdd(wanted);
    setKey('');
  };
  return (
    <div className={styles.line}>
      <input
        className={styles.input}
        maxLength={128}
        placeholder="Not listed? Type its key"
        aria-label={`Add to the ${noun} by key`}
        value={key}
        onChange={(event) => setKey(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          // Enter in here adds; it does not save the form around it.
          event.preventDefault();
          add();
        }}
      />
      <Button disabled={wanted === ''} onClick={add}>
        Add
      </Button>
    </div>
  );
}
