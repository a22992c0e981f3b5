import type { QueryTerm, SearchQuery } from '../core/query';
import type { SourceConfig } from '../core/source';
import type { ConnectorIo, SearchHit } from './connector';
import { askRows, heldWeight, isRefusedTable, sysIdPattern, textConditions } from './servicenow-api';
import type { Row } from './servicenow-row';
import { valueOf } from './servicenow-row';
import { classOf, isResolved, isSolution, ticketFields, ticketToDocument } from './servicenow-ticket';

/** Where resolved records say what helped, and the stored states of those. */
export const resolvedTables: readonly { readonly table: string; readonly states: string }[] = [
  { table: 'incident', states: '6,7' },
  { table: 'sn_customerservice_case', states: '6,3' },
  { table: 'sn_hr_core_case', states: '3' },
];
const MOST_REQUESTS = 5;
const DAYS = 730;

interface Answer {
  readonly table: string;
  readonly rows: readonly Row[];
  /** The instance does not have the table, or the user may not read it. */
  readonly refused: boolean;
}

/**
 * Resolved incidents and cases of the last two years that hold a word of the query, those that hold most first.
 * State and words are checked again: an instance drops a condition that it does not understand, and gives every row.
 */
export async function similarTickets(
  query: SearchQuery,
  source: SourceConfig,
  io: ConnectorIo,
): Promise<SearchHit[]> {
  const { terms, conditions } = textConditions(query);
  const [loose, ...strict] = conditions;
  if (loose === undefined) return [];
  const ask = (table: string, states: string, text: string) =>
    askTable(table, `${text}^stateIN${states}`, query.limit + query.excludeIds.length, source, io);
  const answers = await Promise.all(resolvedTables.map(({ table, states }) => ask(table, states, loose)));
  // Words that every instance understands, where this one made nothing of "any of these".
  if (!answers.some((answer) => isUnderstood(answer, terms))) {
    const open = resolvedTables.filter(({ table }) =>
      answers.some((each) => each.table === table && !each.refused),
    );
    const more = strict.flatMap((text) => open.map((where) => ({ ...where, text })));
    for (const { table, states, text } of more.slice(0, MOST_REQUESTS - resolvedTables.length)) {
      answers.push(await ask(table, states, text));
    }
  }
  return best(answers, terms)
    .map(({ row, table }) => ticketToDocument(row, table, source, io))
    .filter(({ id }) => !query.excludeIds.includes(id))
    .slice(0, query.limit)
    .map((document) => {
      const { ref, id, title, version } = document;
      return { ref, id, title, version, document };
    });
}

async function askTable(
  table: string,
  condition: string,
  wanted: number,
  source: SourceConfig,
  io: ConnectorIo,
): Promise<Answer> {
  const where = `${condition}^sys_created_on>=javascript:gs.daysAgoStart(${DAYS})`;
  try {
    return { table, rows: await askRows(table, where, wanted, ticketFields, source, io), refused: false };
  } catch (error) {
    // Nothing that a person could do about: most instances have one or two of these tables.
    if (isRefusedTable(error)) return { table, rows: [], refused: true };
    throw error;
  }
}

/** No rows say nothing: an instance may answer what it does not understand with none. */
function isUnderstood({ rows }: Answer, terms: readonly QueryTerm[]): boolean {
  return rows.length > 0 && rows.every((row) => heldWeight(row, terms) > 0);
}

/** Each record once, by the words it holds, else as its table ranked it. */
function best(answers: readonly Answer[], terms: readonly QueryTerm[]): { row: Row; table: string }[] {
  const found = new Map<string, { row: Row; table: string; weight: number; rank: number }>();
  for (const { table, rows } of answers) {
    for (const [rank, row] of rows.entries()) {
      const [id, weight] = [valueOf(row, 'sys_id'), heldWeight(row, terms)];
      if (!sysIdPattern.test(id) || weight === 0 || found.has(id)) continue;
      if (isResolved(row, classOf(row) ?? table) && isSolution(row))
        found.set(id, { row, table, weight, rank });
    }
  }
  return [...found.values()].sort((a, b) => b.weight - a.weight || a.rank - b.rank);
}
