import { isFile } from '../../lib/core/files-source';
import type { Answer, Citation } from '../../lib/core/suggestion';

export type Statement = Answer['statements'][number];

/** Statements in the order given, runs of steps kept together; `first` is the number of a run's first step. */
export type StatementGroup =
  | { readonly kind: 'sentence'; readonly statement: Statement }
  | { readonly kind: 'steps'; readonly first: number; readonly statements: readonly Statement[] };

export function groupStatements(statements: readonly Statement[]): StatementGroup[] {
  const groups: StatementGroup[] = [];
  let steps = 0;
  for (const statement of statements) {
    const last = groups.at(-1);
    if (!statement.step) groups.push({ kind: 'sentence', statement });
    else if (last?.kind === 'steps')
      groups[groups.length - 1] = { ...last, statements: [...last.statements, statement] };
    else groups.push({ kind: 'steps', first: steps + 1, statements: [statement] });
    if (statement.step) steps += 1;
  }
  return groups;
}

/** The answer as plain text for a ticket or mail: each statement with its numbers, then the sources with addresses. */
export function answerAsText(answer: Answer): string {
  const lines = groupStatements(answer.statements).flatMap((group) =>
    group.kind === 'sentence'
      ? [withNumber(group.statement)]
      : group.statements.map((statement, index) => `${group.first + index}. ${withNumber(statement)}`),
  );
  const sources = answer.citations.map(
    (citation) =>
      `[${citation.number}] ${citation.title} ${isFile(citation) ? '(imported file)' : citation.url}`,
  );
  return [...lines, '', 'Sources', ...sources].join('\n');
}

function withNumber(statement: Statement): string {
  return `${statement.text} [${statement.citation}]`;
}

/** A statement without its citation is not shown: nothing stands unproved. */
export function citationOf(answer: Answer, statement: Statement): Citation | undefined {
  return answer.citations.find((citation) => citation.number === statement.citation);
}
