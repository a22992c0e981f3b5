import type { Answer, Citation, Suggestion } from '../../lib/core/suggestion';
import { CopyButton } from '../ui/copy-button';
import type { CopyStatus } from '../ui/use-copy';
import { citationOf, groupStatements, type Statement } from './answer-text';
import styles from './answer-section.module.css';
import { CitationButton } from './citation-button';
import { MissingList } from './missing-list';
import { PanelSection } from './panel-section';
import { StatementText } from './statement-text';

export interface AnswerSectionProps {
  answer: Answer;
  /** What is shown below: a citation's place in its document is found here. */
  suggestions: readonly Suggestion[];
  copyStatus: CopyStatus;
  onCopy: () => void;
  onOpen: (citation: Citation) => void;
}

/** Sentences and numbered steps, each with the number of what it rests on; or one line that nothing answers. */
export function AnswerSection({ answer, suggestions, copyStatus, onCopy, onOpen }: AnswerSectionProps) {
  const renderStatement = (statement: Statement) => {
    const citation = citationOf(answer, statement);
    if (citation === undefined) return null;
    const headingPath =
      suggestions.find((one) => one.passage.id === citation.passageId)?.passage.headingPath ?? [];
    return (
      <StatementText text={statement.text}>
        <CitationButton citation={citation} headingPath={headingPath} onOpen={() => onOpen(citation)} />
      </StatementText>
    );
  };
  const answered = answer.outcome === 'answered';
  return (
    <PanelSection
      title="Answer"
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
        <MissingList missing={answer.missing} />
      </div>
    </PanelSection>
  );
}
