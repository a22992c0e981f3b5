import type { Answer, Citation, Passage } from '../core/suggestion';

/** True when the quote is, letter for letter, what stands at its span in its passage, within one unit of it. */
export function verifyCitation(citation: Citation, passage: Passage | undefined): boolean {
  if (
    passage === undefined ||
    passage.id !== citation.passageId ||
    passage.documentKey !== citation.documentKey
  ) {
    return false;
  }
  const { start, end } = citation.span;
  if (!(start < end) || end > passage.text.length) return false;
  return (
    passage.text.slice(start, end) === citation.quote &&
    passage.units.some((unit) => unit.start <= start && end <= unit.end)
  );
}

/**
 * An answer with only those statements that rest on a verified citation and, where they are extracts, say exactly
 * what it quotes. Citations are numbered anew from 1 by first use; an answer with no statement left abstains.
 * @param passageOf looks a passage up by its id, in what was retrieved for this answer
 */
export function verifyAnswer(answer: Answer, passageOf: (passageId: string) => Passage | undefined): Answer {
  const citations: Citation[] = [];
  const numbers = new Map<number, number>();
  const statements: Answer['statements'] = [];
  for (const statement of answer.statements) {
    const citation = answer.citations.find((one) => one.number === statement.citation);
    if (citation === undefined || !verifyCitation(citation, passageOf(citation.passageId))) continue;
    if (answer.writtenBy === 'extracts' && statement.text !== citation.quote) continue;
    let number = numbers.get(citation.number);
    if (number === undefined) {
      number = citations.length + 1;
      numbers.set(citation.number, number);
      citations.push({ ...citation, number });
    }
    statements.push({ ...statement, citation: number });
  }
  return {
    ...answer,
    outcome: statements.length === 0 ? 'abstained' : answer.outcome,
    statements,
    citations,
  };
}
