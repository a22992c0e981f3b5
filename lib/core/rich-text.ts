import { z } from 'zod';

/** A link over `text.slice(start, end)`, in UTF-16 units. Web and mail addresses only: nothing that could run. */
export const textLinkSchema = z.object({
  start: z.number().int().min(0),
  end: z.number().int().min(1),
  url: z.string().regex(/^(?:https?:\/\/|mailto:)/i),
});
export type TextLink = z.infer<typeof textLinkSchema>;

/** In the order they stand in the text, none inside another; absent where there are none or nobody asked for them. */
const links = z.array(textLinkSchema).optional();

/**
 * Structured plain text: what is left of HTML, storage format or wiki markup once it can no longer do anything.
 * `text` never holds markup; white space inside it is collapsed except in `code`.
 */
export const blockSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('heading'), level: z.number().int().min(1).max(6), text: z.string(), links }),
  z.object({ kind: z.literal('paragraph'), text: z.string(), links }),
  z.object({
    kind: z.literal('list'),
    /** Of the outermost items. */
    ordered: z.boolean(),
    items: z.array(
      z.object({
        text: z.string(),
        /** 0 is the outermost level; nested items follow their parent in document order. */
        depth: z.number().int().min(0),
        /** Set where a nested list is of the other sort than the outermost. */
        ordered: z.boolean().optional(),
        links,
      }),
    ),
  }),
  z.object({
    kind: z.literal('table'),
    header: z.boolean(),
    rows: z.array(z.array(z.string())),
    links: z
      .array(textLinkSchema.extend({ row: z.number().int().min(0), cell: z.number().int().min(0) }))
      .optional(),
  }),
  z.object({ kind: z.literal('code'), text: z.string(), language: z.string().nullable() }),
  /**
   * A panel, call-out or expander; `label` is its title, or its sort ("note", "warning", "info", "tip") where it has
   * none. Without text it is the title of what follows: a panel of nothing but a list.
   */
  z.object({ kind: z.literal('note'), label: z.string(), text: z.string(), links }),
]);
export type Block = z.infer<typeof blockSchema>;

const noteSorts: ReadonlySet<string> = new Set(
  (
    'note info tip warning error success panel expand quote caution danger important notice alert custom attention ' +
    'hint'
  ).split(' '),
);

/** A panel's title as people see it; null where the label only says what sort of panel it is. */
export function noteTitle(label: string): string | null {
  return label.trim() === '' || noteSorts.has(label.trim().toLowerCase()) ? null : label;
}

/**
 * The citable units of one block, in order: a paragraph is one, a list has one an item, a table one a row, a panel
 * one for its title and one for its text.
 */
export function blockUnits(block: Block): string[] {
  switch (block.kind) {
    case 'list':
      return block.items.map((item) => item.text);
    case 'table':
      return block.rows.map((row) => row.join(' | '));
    case 'note':
      return [noteTitle(block.label) ?? '', block.text].filter((text) => text !== '');
    default:
      return [block.text];
  }
}

/** One line a unit: the text that passages, hashes and the verbatim check work on. */
export function blocksToText(blocks: readonly Block[]): string {
  return blocks.flatMap(blockUnits).join('\n');
}
