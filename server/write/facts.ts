import { z } from 'zod';
import { documentStateSchema } from '../../lib/core/document';
import type { DocumentFacts } from '../../lib/core/suggestion';
import type { DocumentRow, SearchHit } from '../search/read-hits';

/** What is kept of a document beside its text. */
const keptSchema = z.object({
  kind: z.enum(['article', 'ticket']).catch('article'),
  version: z.string().catch(''),
  author: z.string().nullable().catch(null),
  updated: z.string().nullable().catch(null),
  space: z.string().nullable().catch(null),
  language: z.string().nullable().catch(null),
  state: documentStateSchema.catch('current'),
});

export function factsOf(documentKey: string, { file, part, title, url, facts }: SearchHit): DocumentFacts {
  const kept = keptSchema.parse(facts);
  return {
    ...kept,
    documentKey,
    documentId: `${file}${part}`,
    sourceId: 'server',
    title,
    url,
    restricted: false,
    ticketKey: null,
    ticketResolved: kept.kind === 'ticket',
    ticketResolvedAt: null,
    ticketResolution: null,
    fetchedAt: 0,
  };
}

/** Attributes of a search result: what was set, and what is known of the document where nothing was. */
export function attributesOf({
  title,
  url,
  part,
  facts,
  attributes,
}: DocumentRow): Record<string, string | number | boolean> {
  const { kind, version, author, updated, space, language, state } = keptSchema.parse(facts);
  const known = { title, url, kind, version, author, updated, space, language, state, part };
  const said = Object.entries(known).flatMap(([key, value]) =>
    value === null || value === '' ? [] : [[key, value.slice(0, 512)] as const],
  );
  return { ...Object.fromEntries(said), ...attributes };
}
