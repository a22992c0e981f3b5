import { z } from 'zod';
import type { Block } from '../core/rich-text';
import { readCanvas } from '../platform/formats/sharepoint-canvas';
import type { ConnectorIo } from './connector';
import { fragmentToBlocks } from './html-text';
import { plainTextToBlocks } from './plain-text-to-blocks';

const person = z.object({ Title: z.string().nullish() }).nullish().catch(null);

/** What every file and list item tells of itself. */
export const metadataSchema = z.object({
  Title: z.string().nullish(),
  /** Absent where a file has no item of a library behind it. */
  FileRef: z.string().nullish(),
  Modified: z.string().nullish(),
  Created: z.string().nullish(),
  /** "4.0"; a minor one is not published yet. */
  OData__UIVersionString: z.string().nullish(),
  /** 1 a post being written, 2 a news post. */
  PromotedState: z.number().nullish().catch(null),
  HasUniqueRoleAssignments: z.boolean().nullish().catch(null),
  Editor: person,
  Author: person,
});
export type Metadata = z.infer<typeof metadataSchema>;

/** Columns that hold a page's text; a library has those of its kind, and asking for another one is refused. */
export const bodyColumns = ['CanvasContent1', 'WikiField', 'PublishingPageContent'] as const;
export type BodyColumn = (typeof bodyColumns)[number];
export const pageSchema = metadataSchema.extend({
  CanvasContent1: z.string().nullish(),
  WikiField: z.string().nullish(),
  PublishingPageContent: z.string().nullish(),
});

const metadataColumns =
  'Id,Title,FileRef,Modified,Created,OData__UIVersionString,HasUniqueRoleAssignments,Editor/Title,Author/Title';

/** `$select` and `$expand` for what every item has and `more`. */
export function selectColumns(more: readonly string[] = []): string {
  return `$select=${[metadataColumns, ...more].join(',')}&$expand=Editor,Author`;
}

/** The columns to try for a page, likeliest first by the library it lies in. */
export function columnsFor(path: string): readonly BodyColumn[] {
  if (/\/Pages\/[^/]+$/i.test(path)) return ['PublishingPageContent', 'CanvasContent1', 'WikiField'];
  return /\/SitePages\//i.test(path) ? bodyColumns : ['WikiField', 'CanvasContent1', 'PublishingPageContent'];
}

export function bodyBlocks(column: BodyColumn, value: string, io: ConnectorIo): Block[] {
  return column === 'CanvasContent1'
    ? readCanvas(value, io.parseHtml)
    : fragmentToBlocks(value, io.parseHtml, ['.ms-rtestate-notify', '.ms-hide']);
}

/** Columns that say nothing about the subject of an item. */
const furniture =
  /^(?:odata\.|@|OData_|(?:Title|Id|ID|GUID|FileRef|Modified|Created|ContentTypeId|ComplianceAssetId|ServerRedirectedEmbed\w*|FileLeafRef|Attachments)$)/;

/** What an item's columns hold, in the list's order: rich and long text under its column's name, the rest in a line. */
export function itemBlocks(fields: Readonly<Record<string, unknown>>, io: ConnectorIo): Block[] {
  const texts = Object.entries(fields).flatMap(([name, value]) =>
    typeof value === 'string' && value.trim() !== '' && !furniture.test(name) && !isCode(value)
      ? [{ name: columnName(name), blocks: textBlocks(value, io) }]
      : [],
  );
  return texts.flatMap(({ name, blocks }): Block[] => {
    const [first] = blocks;
    const isLine = blocks.length === 1 && first?.kind === 'paragraph' && first.text.length <= 80;
    if (isLine) return [{ kind: 'paragraph', text: `${name}: ${first.text}` }];
    return blocks.length === 0 ? [] : [{ kind: 'heading', level: 2, text: name }, ...blocks];
  });
}

function textBlocks(value: string, io: ConnectorIo): Block[] {
  const isRich = /^\s*<[a-z][^>]*>/i.test(value);
  return isRich ? fragmentToBlocks(value, io.parseHtml) : plainTextToBlocks(value);
}

/** Times and identifiers are the list's own bookkeeping. */
function isCode(value: string): boolean {
  return /^(?:\d{4}-\d\d-\d\dT[\d:.]+Z|\{?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\}?)$/i.test(value);
}

/** "Root_x0020_cause" and "RootCause" are how the server spells "Root cause". */
function columnName(name: string): string {
  return name
    .replace(/_x([0-9a-f]{4})_/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)))
    .replace(/_/g, ' ')
    .replace(/(\p{Ll})(\p{Lu})/gu, (_, before: string, after: string) => `${before} ${after.toLowerCase()}`)
    .trim();
}
