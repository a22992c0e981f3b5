import { Plus } from 'lucide-react';
import { Button } from '../ui/button';
import { useClock } from '../ui/clock';
import { FileButton } from '../ui/file-button';
import { Progress } from '../ui/progress';
import { formatBytes } from '../when';
import styles from './models.module.css';
import type { ModelImportState } from './use-model-import';

export interface AddModelProps {
  state: ModelImportState;
  onAdd: (file: File) => void;
  onCancel: () => void;
}

/** A model from a file on this computer. */
export function AddModel({ state, onAdd, onCancel }: AddModelProps) {
  const { locale } = useClock();
  const { file, share, problem, added } = state;
  return (
    <section aria-label="Add a model" className={styles.add}>
      <div className={styles.actions}>
        <FileButton look="primary" disabled={file !== null} accept=".gguf" mark="model" onFile={onAdd}>
          <Plus aria-hidden size={15} /> Add a model from a file
        </FileButton>
        {file && <Button onClick={onCancel}>Cancel</Button>}
      </div>
      {file && <Progress label={`Copying ${file.name}`} done={share * file.bytes} total={file.bytes} />}
      <p role="status" className={problem ? styles.problem : styles.facts}>
        {file
          ? `Copying ${file.name}: ${formatBytes(share * file.bytes, locale)} of ${formatBytes(file.bytes, locale)}`
          : (problem ??
            (added ? `${added} was added.` : 'A file in GGUF format, as llama.cpp and Ollama use them.'))}
      </p>
    </section>
  );
}
