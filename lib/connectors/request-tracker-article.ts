import { z } from 'zod';
import type { DocumentRef, DocumentState, SourceDocument } from '../core/document';
import type { Block } from '../core/rich-text';
import { blocksToText } from '../core/rich-text';
import type { SourceConfig } from '../core/source';
import type { ConnectorIo } from './connector';
import { marksDraft, marksOutdated } from './document-state';
import { fragmentToBlocks } from './html-text';
import { isoDate } from './iso-date';
import { plainTextToBlocks } from './plain-text-to-blocks';
import {
  confirmUser,
  idSchema,
  nameOf,
  numberSchema,
  personSchema,
  restUrl,
  type RtUser,
} from './request-tracker-api';
import { isHtml, joinWrapped } from './request-tracker-text';

const fieldSchema = z.object({
  id: idSchema,
  name: z.string().nullish(),
  /** Text; files and pictures are objects. */
  values: z.array(z.unknown()).nullish(),
});

export const articleSchema = z.object({
  id: numberSchema,
  Name: z.string().nullish(),
  Summary: z.string().nullish(),
  Class: z.object({ id: idSchema.nullish(), Name: z.string().nullish() }).nullish().catch(null),
  Created: z.string().nullish(),
  LastUpdated: z.string().nullish(),
  LastUpdatedBy: personSchema,
  Disabled: idSchema.nullish(),
  // RT writes "" where a list would be empty.
  CustomFields: z.array(fieldSchema).nullish().catch(null),
});
export type RtArticle = z.infer<typeof articleSchema>;

/** What a list is asked for, to be as whole as one article asked for by its number. */
export const articleFields = {
  fields: 'Name,Summary,Class,Created,LastUpdated,LastUpdatedBy,Disabled,CustomFields',
  'fields[Class]': 'Name',
  'fields[LastUpdatedBy]': 'Name,RealName',
} as const;

export function articleRef(id: string): DocumentRef {
  return { kind: 'article', id, idType: 'id', within: null };
}

/** Tickets and articles are counted each from 1; a ticket's id is its number alone. */
export function documentIdOf({ id }: Pick<RtArticle, 'id'>): string {
  return `article:${id}`;
}

export async function fetchArticle(
  id: string,
  source: SourceConfig,
  io: ConnectorIo,
): Promise<SourceDocument> {
  const { data } = await io.request.json(restUrl(source, `article/${id}`, articleFields), articleSchema);
  return articleToDocument(data, source, io, await confirmUser(source, io));
}

interface TextField {
  readonly name: string;
  readonly text: string;
}

/** An article's custom fields that hold text, in the order of their numbers: RT gives them in any order. */
export function textFields({ CustomFields }: RtArticle): TextField[] {
  return [...(CustomFields ?? [])]
    .sort((a, b) => Number(a.id) - Number(b.id))
    .map(({ name, values }) => ({
      name: name ?? '',
      text: (values ?? []).filter((value) => typeof value === 'string').join('\n'),
    }))
    .filter(({ text }) => text.trim() !== '');
}

export function articleToDocument(
  article: RtArticle,
  source: SourceConfig,
  io: ConnectorIo,
  user: RtUser,
): SourceDocument {
  const fields = textFields(article);
  // Short values beside a text are marks: an owner, a state, a product.
  const long = fields.filter(({ text }) => text.length > 80 || /\n/.test(text.trim()) || isHtml(text));
  const texts = long.length > 0 ? long : fields;
  const labels = fields.filter((field) => !texts.includes(field)).map(({ text }) => text.trim());
  const space = article.Class?.Name ?? null;
  const updated = isoDate(article.LastUpdated);
  const page = user.isCustomer ? 'SelfService/Article/Display.html' : 'Articles/Article/Display.html';
  return {
    id: documentIdOf(article),
    sourceId: source.id,
    kind: 'article',
    ref: articleRef(article.id),
    title: article.Name?.trim() || `Article #${article.id}`,
    url: `${source.baseUrl}/${page}?id=${article.id}`,
    blocks: toBlocks(article.Summary ?? '', texts, io),
    version: updated ?? '',
    author: nameOf(article.LastUpdatedBy),
    created: isoDate(article.Created),
    updated,
    space,
    language: null,
    state: stateOf(article, [...labels, ...(space ? [space] : [])]),
    labels,
    restricted: false,
    ticket: null,
  };
}

function stateOf({ Disabled }: RtArticle, marks: readonly string[]): DocumentState {
  if (Disabled === '1') return 'retired';
  if (marksOutdated(marks)) return 'outdated';
  return marksDraft(marks) ? 'draft' : 'current';
}

/** The summary where the texts do not begin with it, then each field, under its name where there are several. */
function toBlocks(summary: string, texts: readonly TextField[], io: ConnectorIo): Block[] {
  const body = texts.flatMap(({ name, text }): Block[] => {
    const blocks = isHtml(text)
      ? fragmentToBlocks(text, io.parseHtml)
      : plainTextToBlocks(joinWrapped(text.replace(/\r\n?/g, '\n')));
    return texts.length > 1 ? [{ kind: 'heading', level: 2, text: name }, ...blocks] : blocks;
  });
  const lead = summary.replace(/\s+/g, ' ').trim();
  const isSaid = lead === '' || blocksToText(body).replace(/\s+/g, ' ').includes(lead);
  return isSaid ? body : [{ kind: 'paragraph', text: lead }, ...body];
}
