import type { AnswerSource } from '../../lib/assist/answer-source';
import type { Database } from '../database/database';
import { readDocuments, type SearchHit } from '../search/read-hits';
import { factsOf } from './facts';

/** Documents that an answer may rest on, whole. */
const MOST_SOURCES = 5;

/** What was found, as the extension's own writing takes it: documents, best first, with all their passages. */
export async function toSources(database: Database, hits: readonly SearchHit[]): Promise<AnswerSource[]> {
  const best = new Map<number, SearchHit>();
  for (const hit of hits) {
    const known = best.get(hit.document);
    if (!known) best.set(hit.document, hit);
    else if (hit.coverage > known.coverage) best.set(hit.document, { ...known, coverage: hit.coverage });
  }
  const chosen = [...best.values()].slice(0, MOST_SOURCES);
  const passages = await readDocuments(
    database,
    chosen.map(({ document }) => document),
  );
  return chosen.map((hit) => {
    const documentKey = keyOf(hit.document);
    return {
      facts: factsOf(documentKey, hit),
      score: hit.score,
      coverage: hit.coverage,
      passages: (passages.get(hit.document) ?? []).map(({ ordinal, headings, text, units }) => ({
        id: `${documentKey}#${ordinal}`,
        documentKey,
        headingPath: headings,
        text,
        units,
        ordinal,
      })),
    };
  });
}

export function keyOf(document: number): string {
  return `document ${document}`;
}
