import { z } from 'zod';

/** A field as the table API gives it with `sysparm_display_value=all`, or as the knowledge API's `fields` do. */
export interface Cell {
  /** As stored: codes, sys_ids, UTC times. */
  readonly value: string;
  /** As the user reads it. */
  readonly display: string;
}

const scalarSchema = z
  .union([z.string(), z.number(), z.boolean(), z.null()])
  .transform((value) => (value === null ? '' : String(value)));
const cellSchema = z.union([
  scalarSchema.transform((value): Cell => ({ value, display: value })),
  z
    .object({ value: scalarSchema.optional(), display_value: scalarSchema.optional() })
    .transform((cell): Cell => ({
      value: cell.value ?? cell.display_value ?? '',
      display: cell.display_value ?? cell.value ?? '',
    })),
]);

/** One record: field name -> cell. Fields that do not exist or may not be read are absent. */
export const rowSchema = z.record(z.string(), cellSchema);
export type Row = z.infer<typeof rowSchema>;

export const rowsSchema = z.object({ result: z.array(rowSchema) });
export const oneRowSchema = z.object({ result: rowSchema });

export function valueOf(row: Row, field: string): string {
  return row[field]?.value.trim() ?? '';
}

/** What people read in the first of these fields that holds something. */
export function displayOf(row: Row, ...fields: string[]): string | null {
  return fields.map((field) => row[field]?.display.trim() ?? '').find((text) => text !== '') ?? null;
}
