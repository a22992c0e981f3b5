import { Plus } from 'lucide-react';
import { Button } from '../ui/button';
import { useClock } from '../ui/clock';
import { FileButton } from '../ui/file-button';
import { Progress } from '../ui/progress';
import { formatBytes } from '../when';
import styles from './models.module.css';
import type { ChosenFiles, ModelImportState } from './use-model-import';

export interface AddModelProps {
  state: ModelImportState;
  onAdd: (chosen: ChosenFiles) => void;
  onCancel: () => void;
}

/** A model from a file on this computer. */
export function AddModel({ state, onAdd, onCancel }: AddModelProps) {
  const { locale } = useClock();
  const { file, share, problem, added } = state;
  return (
    <section aria-label="Add a model" className={styles.add}>
      <div className={styles.actions}>
        <FileButton
          look="primary"
          disabled={file !== null}
          accept=".gguf"
          mark="model"
          onFiles={([one]) => one && onAdd({ name: one.name, files: [one] })}
        >
          <Plus aria-hidden size={15} /> Add a model from a file
        </FileButton>
        <FileButton
          isFolder
          disabled={file !== null}
          mark="model-folder"
          onFiles={(files) => files.length > 0 && onAdd({ name: folderOf(files), files })}
        >
          From a folder
        </FileButton>
        {file && <Button onClick={onCancel}>Cancel</Button>}
      </div>
      {file && <Progress label={`Copying ${file.name}`} done={share * file.bytes} total={file.bytes} />}
      <p role="status" className={problem ? styles.problem : styles.facts}>
        {file
          ? `Copying ${file.name}: ${formatBytes(share * file.bytes, locale)} of ${formatBytes(file.bytes, locale)}`
          : (problem ??
            (added
              ? `${added} was added.`
              : 'A file in GGUF format, as llama.cpp and Ollama use them, or a folder that MLC compiled for WebLLM.'))}
      </p>
    </section>
  );
}

function folderOf([first]: readonly File[]): string {
  return first?.webkitRelativePath.split('/')[0] || 'Model';
}
