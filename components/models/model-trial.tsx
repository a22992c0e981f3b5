import { useId, useState } from 'react';
import type { ModelsOverview, ModelTrial } from '../../lib/queries/models';
import { Button } from '../ui/button';
import { useClock } from '../ui/clock';
import { Progress } from '../ui/progress';
import { speedSentence } from './model-words';
import styles from './models.module.css';

export interface ModelTrialProps {
  modelId: string;
  task: 'chat' | 'embedding';
  running: ModelsOverview['running'];
  /** Null before anything was asked of this model. */
  trial: ModelTrial | null;
  onAsk: (prompt: string) => void;
  onStop: () => void;
}

const suggested = {
  chat: 'In two sentences: why do computers on a network need a name server?',
  embedding:
    'The printer prints blank pages\nPages come out of the printer with nothing on them\nHow do I reset my password?',
};

/** A question to a model, what it says, and how fast. */
export function ModelTrialView({ modelId, task, running, trial, onAsk, onStop }: ModelTrialProps) {
  const { locale } = useClock();
  const [prompt, setPrompt] = useState(suggested[task]);
  const id = useId();
  const isChat = task === 'chat';
  const lines = prompt.split('\n').filter((line) => line.trim() !== '').length;
  const canAsk = lines >= (isChat ? 1 : 2);
  const isBusy = trial?.state === 'waiting' || trial?.state === 'writing';
  const isLoading = trial?.state === 'waiting' && running.modelId === modelId && running.phase === 'loading';
  return (
    <form
      className={styles.trial}
      onSubmit={(event) => {
        event.preventDefault();
        if (!isBusy && canAsk) onAsk(prompt.trim());
      }}
    >
      <label htmlFor={id}>{isChat ? 'Test prompt' : 'A line, and lines to compare it with'}</label>
      <textarea
        id={id}
        rows={isChat ? 2 : 4}
        maxLength={4000}
        className={styles.prompt}
        value={prompt}
        onChange={(event) => setPrompt(event.target.value)}
      />
      <div className={styles.actions}>
        <Button type="submit" disabled={isBusy || !canAsk}>
          {isChat ? 'Ask' : 'Compare'}
        </Button>
        {isBusy && <Button onClick={onStop}>Stop</Button>}
      </div>
      {isLoading && <Progress label="Loading the model" done={0} total={null} />}
      {trial && trial.text !== '' && (
        <blockquote className={styles.said} data-said dir="auto">
          {trial.text}
        </blockquote>
      )}
      {trial?.comparison && (
        <ul className={styles.compared} data-compared>
          {trial.comparison.rows.map(({ text, likeness }, at) => (
            <li key={at}>
              <span>
                {likeness.toLocaleString(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 })}
              </span>{' '}
              {text}
            </li>
          ))}
        </ul>
      )}
      {trial && (
        <p role="status" className={trial.failure ? styles.problem : styles.facts}>
          {isLoading ? 'Loading the model…' : speedSentence(trial, running, locale)}
        </p>
      )}
    </form>
  );
}
