import { PenLine, Square } from 'lucide-react';
import { useState } from 'react';
import type { EngineUsage } from '../../lib/core/model';
import type { SentText, Writer } from '../../lib/core/assist-state';
import { Button } from '../ui/button';
import { useClock } from '../ui/clock';
import { Progress } from '../ui/progress';
import styles from './answer-writer.module.css';
import { SentPreview } from './sent-preview';

export interface AnswerWriterProps {
  writer: Writer;
  /** `agree`: what is sent was looked at. */
  onWrite: (agree: boolean) => void;
  onStop: () => void;
  /** What would be sent; null where nothing would. */
  onPreview: () => Promise<SentText | null>;
}

/** Below an answer: has it written by a model on this device or far away, and says how that goes. */
export function AnswerWriter({ writer, onWrite, onStop, onPreview }: AnswerWriterProps) {
  const { state, model, problem, draft, remote } = writer;
  const { locale } = useClock();
  const [sent, setSent] = useState<SentText | null>(null);
  const mustAsk = remote !== null && !remote.isAgreed;
  const look = () => void onPreview().then(setSent);
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
          {state === 'done' &&
            draft &&
            draft.kept > 0 &&
            doneSentence(remote ? `${model} at ${remote.host}` : model, draft)}
          {state === 'done' && remote && draft?.usage && costSentence(draft.usage, locale)}
        </span>
        {!(mustAsk && sent) && (
          <Button aria-expanded={mustAsk ? false : undefined} onClick={mustAsk ? look : () => onWrite(false)}>
            <PenLine aria-hidden size={13} /> {buttonText(writer)}
          </Button>
        )}
      </p>
      {remote !== null && !sent && !mustAsk && (
        <Button look="text" className={styles.link} onClick={look}>
          What is sent to {remote.host}
        </Button>
      )}
      {remote !== null && sent && (
        <>
          <SentPreview sent={sent} />
          <p className={styles.buttons}>
            {mustAsk && (
              <Button
                look="primary"
                onClick={() => {
                  setSent(null);
                  onWrite(true);
                }}
              >
                Send to {remote.host}
              </Button>
            )}
            <Button onClick={() => setSent(null)}>{mustAsk ? 'Cancel' : 'Close'}</Button>
          </p>
        </>
      )}
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

function writingSentence({ model, phase, draft, remote }: Writer): string {
  if (remote && !draft) return `${remote.host} is reading the sources…`;
  if (phase === 'waiting') return `${model} is busy with another page…`;
  if (phase === 'loading') return `${model} is being loaded…`;
  return draft ? `${model} is writing…` : `${model} is reading the sources…`;
}

function buttonText({ state, model }: Writer): string {
  return state === 'offered' ? `Write it with ${model}` : 'Write again';
}

/** What endpoints count, and charge for. */
function costSentence({ promptTokens, tokens }: EngineUsage, locale: string): string {
  const read = promptTokens === null ? '' : `${promptTokens.toLocaleString(locale)} tokens read, `;
  return ` ${read}${tokens.toLocaleString(locale)} written.`;
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
