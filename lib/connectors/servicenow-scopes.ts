import type { SourceConfig } from '../core/source';
import { MOST_SCOPES, type ConnectorIo, type ScopeChoice } from './connector';
import { askRows, isRefusedTable, sysIdPattern } from './servicenow-api';
import { basesOfArticles } from './servicenow-knowledge';
import { displayOf, valueOf, type Row } from './servicenow-row';

/**
 * The knowledge bases the user can see. Their table is closed to many: then those that articles they may read are
 * kept in, as far as one answer of the knowledge API shows.
 */
export async function listKnowledgeBases(source: SourceConfig, io: ConnectorIo): Promise<ScopeChoice[]> {
  const listed = choices(await orNone(basesByTable(source, io)), 'sys_id', 'title');
  if (listed.length > 0) return listed;
  const seen = choices(await orNone(basesOfArticles(source, io)), 'kb_knowledge_base', 'kb_knowledge_base');
  return seen.sort((a, b) => a.name.localeCompare(b.name)).slice(0, MOST_SCOPES);
}

function basesByTable(source: SourceConfig, io: ConnectorIo): Promise<Row[]> {
  const query = 'active=true^ORDERBYtitle';
  return askRows('kb_knowledge_base', query, MOST_SCOPES, ['sys_id', 'title'], source, io);
}

function orNone(rows: Promise<Row[]>): Promise<Row[]> {
  return rows.catch((error: unknown) => {
    if (isRefusedTable(error)) return [];
    throw error;
  });
}

/** Each base once; one without a name is a row whose fields the user may not read. */
function choices(rows: readonly Row[], key: string, name: string): ScopeChoice[] {
  const byKey = new Map<string, ScopeChoice>();
  for (const row of rows) {
    const [id, title] = [valueOf(row, key), displayOf(row, name)];
    if (sysIdPattern.test(id) && title !== null && title !== id) byKey.set(id, { key: id, name: title });
  }
  return [...byKey.values()];
}
