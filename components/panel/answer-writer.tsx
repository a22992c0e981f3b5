import { PenLine, Square } from 'lucide-react';
import type { Writer } from '../../lib/core/assist-state';
import { Button } from '../ui/button';
import { Progress } from '../ui/progress';
import styles from './answer-writer.module.css';

export interface AnswerWriterProps {
  writer: Writer;
  onWrite: () => void;
  onStop: () => void;
}

/** Below an answer: has it written by a model on this device, and says how that goes. */
export function AnswerWriter({ writer, onWrite, onStop }: AnswerWriterProps) {
  const { state, model, problem, draft } = writer;
  if (state === 'writing')
    return (
      <div className={styles.writer}>
        <Progress label={`${model} is writing`} done={0} total={null} />
        {problem && <p className={styles.problem}>{problem}.</p>}
        <p className={styles.line} role="status">
          <span>{writingSentence(writer)}</span>
          <Button onClick={onStop}>
            <Square aria-hidden size={12} /> Stop
          </Button>
        </p>
      </div>
    );
  return (
    <div className={styles.writer}>
      <p className={styles.line}>
        <span role="status">
          {problem && <span className={styles.problem}>{problem}. </span>}
          {state === 'done' && draft && draft.kept > 0 && doneSentence(model, draft)}
        </span>
        <Button onClick={onWrite}>
          <PenLine aria-hidden size={13} /> {buttonText(writer)}
        </Button>
      </p>
      {draft && draft.raw.trim() !== '' && (
        <details>
          <summary>What the model wrote</summary>
          <p className={styles.raw} dir="auto">
            {draft.raw.trim()}
          </p>
        </details>
      )}
    </div>
  );
}

function writingSentence({ model, phase, draft }: Writer): string {
  if (phase === 'waiting') return `${model} is busy with another page…`;
  if (phase === 'loading') return `${model} is being loaded…`;
  return draft ? `${model} is writing…` : `${model} is reading the sources…`;
}

function buttonText({ state, model }: Writer): string {
  return state === 'offered' ? `Write it with ${model}` : 'Write again';
}

function doneSentence(model: string, { kept, dropped }: NonNullable<Writer['draft']>): string {
  const left =
    dropped === 0
      ? ''
      : dropped === 1
        ? ' One sentence was left out: no source bears it out.'
        : ` ${dropped} sentences were left out: no source bears them out.`;
  return `Written by ${model}, ${kept === 1 ? 'a sentence' : `${kept} sentences`}.${left}`;
}
