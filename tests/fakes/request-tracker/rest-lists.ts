import { z } from 'zod';
import type { RtUserCall } from './instance';

/** One condition of a search by JSON. */
export interface Condition {
  readonly field: string;
  readonly operator: string;
  readonly value: string;
}

const conditionsSchema = z.array(
  z
    .object({ field: z.string(), operator: z.string().default('='), value: z.coerce.string() })
    .transform((condition) => ({ ...condition, operator: condition.operator.toUpperCase() })),
);

/** Conditions in the address of a GET or in the body of a POST; anything that is no list of them is none. */
export async function conditionsOf({ request, url }: RtUserCall): Promise<Condition[]> {
  const text = request.method === 'POST' ? await request.text() : (url.searchParams.get('query') ?? '');
  return text.includes('[') ? conditionsSchema.parse(JSON.parse(text)) : [];
}

/**
 * Conditions on the same field are alternatives, those on different ones must all hold; fields nobody knows are left
 * out, and with none left nothing is found.
 */
export function matchesAll(
  conditions: readonly Condition[],
  fields: Readonly<Record<string, (condition: Condition) => boolean>>,
): boolean {
  const known = conditions.filter(({ field }) => field in fields);
  if (known.length === 0) return false;
  return [...new Set(known.map(({ field }) => field))].every((field) =>
    known.filter((condition) => condition.field === field).some((condition) => fields[field]?.(condition)),
  );
}

export interface ListOptions {
  /** False where the user does not see everything: RT tells no total then. */
  readonly total: boolean;
}

/** Rows as RT pages them. */
export function listJson<T>(
  call: RtUserCall,
  rows: readonly T[],
  toJson: (row: T) => Record<string, unknown>,
  { total }: ListOptions,
): Response {
  const { url } = call;
  const number = (name: string, usual: number) => {
    const text = url.searchParams.get(name) ?? '';
    return /^\d+$/.test(text) && text !== '0' ? Number(text) : usual;
  };
  const perPage = Math.min(number('per_page', 20), 100);
  const page = number('page', 1);
  const items = rows.slice((page - 1) * perPage, page * perPage).map(toJson);
  const pages = total ? Math.ceil(rows.length / perPage) : null;
  const other = (to: number) => {
    const there = new URL(url);
    there.searchParams.set('page', String(to));
    return there.href;
  };
  return Response.json({
    items,
    count: items.length,
    total: total ? rows.length : null,
    page,
    pages,
    per_page: perPage,
    ...(pages !== null && page < pages ? { next_page: other(page + 1) } : {}),
    ...(pages !== null && pages > 0 && page > 1 ? { prev_page: other(Math.min(page - 1, pages)) } : {}),
  });
}

/** Members that `fields` asks for, in the words of one of RT's records. */
export function wanted(
  call: RtUserCall,
  all: Readonly<Record<string, () => unknown>>,
): Record<string, unknown> {
  const names = (call.url.searchParams.get('fields') ?? '').split(',').filter((name) => name !== '');
  return Object.fromEntries(names.map((name) => [name, all[name]?.() ?? '']));
}

/** `fields[Owner]=Name,RealName`: more of a record that is only named. */
export function subfields(
  call: RtUserCall,
  of: string,
  all: Readonly<Record<string, string>>,
): Record<string, string> {
  const names = (call.url.searchParams.get(`fields[${of}]`) ?? '').split(',').filter((name) => name !== '');
  return Object.fromEntries(names.map((name) => [name, all[name] ?? '']));
}
