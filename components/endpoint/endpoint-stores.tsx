import styles from './endpoint.module.css';

export interface EndpointStoresProps {
  host: string;
  /** What the server offers; null before it was asked, or where it has none. */
  offered: readonly { id: string; name: string; documents: number | null }[] | null;
  chosen: readonly string[];
  isLocked: boolean;
  onChoose: (stores: string[]) => void;
}

/** The most that are searched for one ticket. */
const MOST = 5;

/** Which collections of the endpoint are searched for every ticket and page. */
export function EndpointStores({ host, offered, chosen, isLocked, onChoose }: EndpointStoresProps) {
  const rows = [
    ...(offered ?? []),
    ...chosen
      .filter((id) => !offered?.some((store) => store.id === id))
      .map((id) => ({ id, name: id, documents: null })),
  ];
  if (rows.length === 0) return null;
  return (
    <fieldset className={styles.stores} disabled={isLocked}>
      <legend className={styles.heading}>Search its collections</legend>
      <p className={styles.facts}>
        For every ticket and page its telling words go to {host}, without names, addresses, numbers and
        secrets. What is found there stands beside your other sources, and is kept on this device for an hour.
      </p>
      {rows.map(({ id, name, documents }) => {
        const isChosen = chosen.includes(id);
        return (
          <label key={id} className={styles.store}>
            <input
              type="checkbox"
              checked={isChosen}
              disabled={!isChosen && chosen.length >= MOST}
              onChange={() => onChoose(isChosen ? chosen.filter((each) => each !== id) : [...chosen, id])}
            />
            <span>
              {name}
              {documents !== null && (
                <span className={styles.count}>
                  {' '}
                  · {documents} {documents === 1 ? 'document' : 'documents'}
                </span>
              )}
            </span>
          </label>
        );
      })}
    </fieldset>
  );
}
