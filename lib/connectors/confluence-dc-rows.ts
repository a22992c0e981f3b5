import { z } from 'zod';
import type { SourceConfig } from '../core/source';
import {
  contentSchema,
  contentToDocument,
  contentVersion,
  pageRef,
  type ConfluenceContent,
} from './confluence-content';
import type { ConnectorIo, SearchHit } from './connector';

/** What the searches and lists of content answer. */
export const resultsSchema = z.object({
  results: z.array(contentSchema),
  size: z.number().nullish(),
  limit: z.number().nullish(),
  _links: z.object({ next: z.string().nullish() }).nullish(),
});

/** Content by CQL, without the number of its first row. */
export function searchUrl(source: SourceConfig, cql: string, expand: string, limit: number): string {
  const parts = { cql, expand, limit: String(limit) };
  const query = Object.entries(parts).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return `${source.baseUrl}/rest/api/content/search?${query.join('&')}`;
}

export function toHit(content: ConfluenceContent, source: SourceConfig, io: ConnectorIo): SearchHit {
  const document = content.body?.view?.value === undefined ? null : contentToDocument(content, source, io);
  return {
    ref: pageRef(content.id),
    id: content.id,
    title: content.title,
    version: contentVersion(content),
    document,
  };
}
