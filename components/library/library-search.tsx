import { useState } from 'react';
import { libraryAddress } from './library-address';
import styles from './library.module.css';

/** Asks the library; what was asked is in the address, so that going back brings it back. */
export function LibrarySearch({ words, onGo }: { words: string; onGo: (address: string) => void }) {
  const [draft, setDraft] = useState(words);
  return (
    <form
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        const wanted = draft.trim();
        onGo(libraryAddress(wanted === '' ? { view: 'overview' } : { view: 'search', words: wanted }));
      }}
    >
      <input
        type="search"
        className={styles.search}
        placeholder="Search what is stored: a question, an error, a name"
        aria-label="Search the library"
        maxLength={1000}
        value={draft}
        onChange={(event) => setDraft(event.target.value)}
      />
    </form>
  );
}
