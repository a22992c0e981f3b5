import { Button } from './button';
import styles from './page-failure.module.css';

/** In place of a page that could not be drawn: what is stored is untouched, and loading it anew mostly helps. */
export function PageFailure({ onReload }: { onReload: () => void }) {
  return (
    <div role="alert" className={styles.failure}>
      <p>
        Something went wrong inside Deskside, and this page could not be shown. Nothing you stored is lost.
      </p>
      <Button look="primary" onClick={onReload}>
        Load it again
      </Button>
    </div>
  );
}
