import { z } from 'zod';

/**
 * Structured plain text: what is left of HTML, storage format or wiki markup once it can no longer do anything.
 * `text` never holds markup; white space inside it is collapsed except in `code`.
 */
export const blockSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('heading'), level: z.number().int().min(1).max(6), text: z.string() }),
  z.object({ kind: z.literal('paragraph'), text: z.string() }),
  z.object({
    kind: z.literal('list'),
    ordered: z.boolean(),
    /** `depth` 0 is the outermost level; nested items follow their parent in document order. */
    items: z.array(z.object({ text: z.string(), depth: z.number().int().min(0) })),
  }),
  z.object({ kind: z.literal('table'), header: z.boolean(), rows: z.array(z.array(z.string())) }),
  z.object({ kind: z.literal('code'), text: z.string(), language: z.string().nullable() }),
  /** A panel or call-out; `label` is its sort ("note", "warning", "info", "tip") or title. */
  z.object({ kind: z.literal('note'), label: z.string(), text: z.string() }),
]);
export type Block = z.infer<typeof blockSchema>;

/** The citable units of one block, in order: a paragraph is one, a list has one an item, a table one a row. */
export function blockUnits(block: Block): string[] {
  switch (block.kind) {
    case 'list':
      return block.items.map((item) => item.text);
    case 'table':
      return block.rows.map((row) => row.join(' | '));
    default:
      return [block.text];
  }
}

/** One line a unit: the text that passages, hashes and the verbatim check work on. */
export function blocksToText(blocks: readonly Block[]): string {
  return blocks.flatMap(blockUnits).join('\n');
}
