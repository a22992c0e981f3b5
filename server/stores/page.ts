/** Which part of a list somebody asks for. https://platform.openai.com/docs/api-reference/vector-stores/list */
export interface PageRequest {
  readonly limit: number;
  readonly order: 'asc' | 'desc';
  /** Id of the last one of the page before. */
  readonly after?: string | undefined;
  readonly before?: string | undefined;
}

export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly hasMore: boolean;
}

interface Where {
  /** Number of the first parameter that is free. */
  readonly first: number;
  readonly table: string;
  /** The column that ids are in. */
  readonly id?: string;
  /** Narrows where the id of `after` is looked up, as the list itself is. */
  readonly within?: string;
}

/**
 * A page by creation time, ids breaking ties: what is added meanwhile moves nothing.
 * @param read gets the rest of a `where`, an `order by … limit`, and their parameters
 */
export async function pageOf<Row>(
  { limit, order, after, before }: PageRequest,
  read: (where: string, order: string, parameters: readonly unknown[]) => Promise<Row[]>,
  { first, table, id = 'id', within = '' }: Where,
): Promise<Page<Row>> {
  const parameters: unknown[] = [];
  const bounds: string[] = [];
  const bound = (cursor: string | undefined, sign: string) => {
    if (cursor === undefined) return;
    const at = `$${first + parameters.length}`;
    bounds.push(
      `and (created_at, ${id}) ${sign} (select other.created_at, other.${id} from ${table} other where other.${id} = ${at} ${within})`,
    );
    parameters.push(cursor);
  };
  const [onwards, backwards] = order === 'asc' ? ['>', '<'] : ['<', '>'];
  bound(after, onwards);
  bound(before, backwards);
  const rows = await read(
    bounds.join(' '),
    `order by created_at ${order}, ${id} ${order} limit ${Math.floor(limit) + 1}`,
    parameters,
  );
  return { rows: rows.slice(0, limit), hasMore: rows.length > limit };
}
