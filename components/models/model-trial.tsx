import { useId, useState } from 'react';
import type { ModelsOverview, ModelTrial } from '../../lib/queries/models';
import { Button } from '../ui/button';
import { useClock } from '../ui/clock';
import { Progress } from '../ui/progress';
import { speedSentence } from './model-words';
import styles from './models.module.css';

export interface ModelTrialProps {
  modelId: string;
  running: ModelsOverview['running'];
  /** Null before anything was asked of this model. */
  trial: ModelTrial | null;
  onAsk: (prompt: string) => void;
  onStop: () => void;
}

const suggested = 'In two sentences: why do computers on a network need a name server?';

/** A question to a model, what it says, and how fast. */
export function ModelTrialView({ modelId, running, trial, onAsk, onStop }: ModelTrialProps) {
  const { locale } = useClock();
  const [prompt, setPrompt] = useState(suggested);
  const id = useId();
  const isBusy = trial?.state === 'waiting' || trial?.state === 'writing';
  const isLoading = trial?.state === 'waiting' && running.modelId === modelId && running.phase === 'loading';
  return (
    <form
      className={styles.trial}
      onSubmit={(event) => {
        event.preventDefault();
        if (!isBusy && prompt.trim() !== '') onAsk(prompt.trim());
      }}
    >
      <label htmlFor={id}>Test prompt</label>
      <textarea
        id={id}
        rows={2}
        maxLength={4000}
        className={styles.prompt}
        value={prompt}
        onChange={(event) => setPrompt(event.target.value)}
      />
      <div className={styles.actions}>
        <Button type="submit" disabled={isBusy || prompt.trim() === ''}>
          Ask
        </Button>
        {isBusy && <Button onClick={onStop}>Stop</Button>}
      </div>
      {isLoading && <Progress label="Loading the model" done={0} total={null} />}
      {trial && trial.text !== '' && (
        <blockquote className={styles.said} data-said dir="auto">
          {trial.text}
        </blockquote>
      )}
      {trial && (
        <p role="status" className={trial.failure ? styles.problem : styles.facts}>
          {isLoading ? 'Loading the model…' : speedSentence(trial, running, locale)}
        </p>
      )}
    </form>
  );
}
