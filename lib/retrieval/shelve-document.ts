import type { DocumentState } from '../core/document';
import type { Passage } from '../core/suggestion';
import type { Field } from './bm25';
import { detectLanguage, primaryTag } from './language';
import type { IndexedDocument } from './retriever';
import { toSequence, type TermSequence } from './term-sequence';
import { tokenize, type Token } from './tokenize';

interface ShelvedPassage {
  readonly passage: Passage;
  readonly body: TermSequence;
  readonly headings: TermSequence;
}

/** A document's terms by field, as often as they occur. */
export type FieldTerms = Readonly<Record<Field, readonly string[]>>;

/** What a search needs of a document beside the index: to compare its passages, to break ties, to mark words. */
export interface Shelved {
  readonly id: string;
  readonly updated: string;
  readonly state: DocumentState;
  readonly language: string | null;
  readonly title: TermSequence;
  readonly passages: readonly ShelvedPassage[];
}

/** Enough of a text to tell its language. */
const sampleLength = 4000;

/** Reads a document once into the terms of its fields and what is kept beside them. */
export function shelveDocument(
  { document, passages }: IndexedDocument,
  termId: (term: string) => number,
): { shelved: Shelved; terms: FieldTerms } {
  const sample = passages
    .map((passage) => passage.text)
    .join('\n')
    .slice(0, sampleLength);
  const language = primaryTag(document.language) ?? detectLanguage(`${document.title}\n${sample}`);
  const title = tokenize(document.title, language);
  const headings: Token[] = document.labels.flatMap((label) => tokenize(label, language));
  const body: Token[] = [];
  const shelvedPassages = passages.map((passage) => {
    const tokens = tokenize(passage.text, language);
    sortUnits(passage, tokens, headings, body);
    const path = tokenize(passage.headingPath.join('\n'), language);
    return { passage, body: toSequence(tokens, termId), headings: toSequence(path, termId) };
  });
  const { id, state } = document;
  const identifiers = [...title, ...headings, ...body].filter((token) => token.kind === 'identifier');
  return {
    shelved: {
      id,
      updated: document.updated ?? '',
      state,
      language,
      title: toSequence(title, termId),
      passages: shelvedPassages,
    },
    terms: {
      title: title.map(termOf),
      headings: headings.map(termOf),
      body: body.map(termOf),
      identifiers: identifiers.map(termOf),
    },
  };
}

/** Heading units go to the headings field, everything else to the body. */
function sortUnits(passage: Passage, tokens: readonly Token[], headings: Token[], body: Token[]): void {
  const spans = passage.units.filter((unit) => unit.kind === 'heading');
  for (const token of tokens) {
    const inHeading = spans.some((span) => token.start >= span.start && token.end <= span.end);
    (inHeading ? headings : body).push(token);
  }
}

function termOf(token: Token): string {
  return token.term;
}
