import type { SentText, Writer } from '../../lib/core/assist-state';
import type { Answer, Citation } from '../../lib/core/suggestion';
import { CopyButton } from '../ui/copy-button';
import type { CopyStatus } from '../ui/use-copy';
import { citationOf, groupStatements, type Statement } from './answer-text';
import styles from './answer-section.module.css';
import { AnswerWriter } from './answer-writer';
import { CitationButton } from './citation-button';
import { MissingList } from './missing-list';
import { PanelSection } from './panel-section';
import { StatementText } from './statement-text';

export interface AnswerSectionProps {
  answer: Answer;
  /** A ticket is answered; a page is told what else is said about its subject. */
  kind: 'ticket' | 'article';
  copyStatus: CopyStatus;
  onCopy: () => void;
  onOpen: (citation: Citation) => void;
  /** Null where no model can write it. */
  writer: Writer | null;
  onWrite: (agree: boolean) => void;
  onPreviewWriting: () => Promise<SentText | null>;
  onStopWriting: () => void;
}

/** Sentences and numbered steps, each with the number of what it rests on; or one line that nothing answers. */
export function AnswerSection({
  answer,
  kind,
  copyStatus,
  onCopy,
  onOpen,
  writer,
  onWrite,
  onStopWriting,
  onPreviewWriting,
}: AnswerSectionProps) {
  const renderStatement = (statement: Statement) => {
    const citation = citationOf(answer, statement);
    if (citation === undefined) return null;
    return (
      <StatementText text={statement.text}>
        <CitationButton citation={citation} onOpen={() => onOpen(citation)} />
      </StatementText>
    );
  };
  const answered = answer.outcome === 'answered';
  // A page asks nothing: with nothing else said about it, its sources stand alone.
  if (!answered && kind === 'article') return null;
  return (
    <PanelSection
      title={kind === 'article' ? 'What else is said' : 'Answer'}
      aside={
        answered && (
          <CopyButton label="Copy answer with sources" shortcut="c" status={copyStatus} onCopy={onCopy} />
        )
      }
    >
      <div className={styles.body}>
        {!answered && <p className={styles.abstained}>Nothing in your sources answers this.</p>}
        {groupStatements(answered ? answer.statements : []).map((group, index) =>
          group.kind === 'sentence' ? (
            <p key={index} dir="auto">
              {renderStatement(group.statement)}
            </p>
          ) : (
            <ol key={index} dir="auto" start={group.first} className={styles.steps}>
              {group.statements.map((statement, step) => (
                <li key={step}>{renderStatement(statement)}</li>
              ))}
            </ol>
          ),
        )}
        {answered && writer && (
          <AnswerWriter
            writer={writer}
            onWrite={onWrite}
            onStop={onStopWriting}
            onPreview={onPreviewWriting}
          />
        )}
        <MissingList missing={answer.missing} />
      </div>
    </PanelSection>
  );
}
