import { apiError, apiResult, noRecord, notAuthorized, numberParameter } from './answers';
import type { Call, Instance } from './instance';
import { sysIdOf, valueOf, type GlideRecord } from './record';
import type { Table } from './schema';
import { lookUp } from './look-up';
import { queryRows } from './table-api';
import { plainOf, textSearch, tokens } from './text-index';

/** `/api/sn_km_api[/vN]/knowledge/articles[/ID]`: published articles that user criteria let this person read. */
export function knowledgeApi(instance: Instance, call: Call): Response {
  const path = /^\/api\/sn_km_api(?:\/v\d)?\/knowledge\/articles(?:\/([^/]+))?\/?$/.exec(call.url.pathname);
  const table = instance.store.table('kb_knowledge');
  if (!instance.settings.knowledgeApi || !path || !table) {
    return apiError(404, 'Requested URI does not represent any resource', call.url.pathname);
  }
  const id = path[1];
  return id === undefined
    ? search(instance, call, table)
    : article(instance, call, table, decodeURIComponent(id));
}

function search(instance: Instance, call: Call, table: Table): Response {
  const ask = Object.fromEntries(
    ['query', 'filter', 'kb', 'fields'].map((name) => [name, call.url.searchParams.get(name) ?? '']),
  );
  const language = call.url.searchParams.get('language') ?? 'en';
  const limit = numberParameter(call.url, 'limit', 30);
  const offset = numberParameter(call.url, 'offset', 0);
  const words = ask.query ?? '';
  const rows = queryRows(instance, call, table, ask.filter ?? '')
    .filter(isPublished)
    .filter((row) => language === 'all' || language.split(',').includes(valueOf(row, 'language')))
    .filter((row) => !ask.kb || ask.kb.split(',').includes(valueOf(row, 'kb_knowledge_base')));
  const matches =
    words.trim() === ''
      ? rows.map((record) => ({ record, score: -1 }))
      : textSearch(rows, table, words, 'all-else-any');
  const queryId = sysIdOf('ts_query', words);
  const articles = matches.slice(offset, offset + limit).map(({ record, score }, index) => ({
    link: `?sys_kb_id=${record.sysId}&id=kb_article_view&sysparm_rank=${offset + index + 1}&sysparm_tsqueryId=${queryId}`,
    rank: offset + index + 1,
    id: `kb_knowledge:${record.sysId}`,
    title: valueOf(record, 'short_description'),
    snippet: snippet(plainOf(valueOf(record, 'text')), words),
    score,
    tags: [],
    number: valueOf(record, 'number'),
    fields: fieldsOf(instance, call, table, record, ask.fields ?? ''),
  }));
  const meta = {
    start: offset,
    end: offset + articles.length,
    ...ask,
    language,
    count: matches.length,
    ts_query_id: queryId,
    status: { code: 200 },
  };
  return apiResult({ meta, articles });
}

function article(instance: Instance, call: Call, table: Table, id: string): Response {
  const record = lookUp(instance, call, 'kb_knowledge', id);
  if (record === 'forbidden') return notAuthorized();
  if (record === 'not-found' || !isPublished(record)) return noRecord();
  const { searchParams } = call.url;
  const isRanked = searchParams.has('search_id') && searchParams.has('search_rank');
  // Present is enough: the documented parameter counts a view whatever its value says.
  if (searchParams.has('update_view') || isRanked) {
    record.values.set('sys_view_count', String(Number(valueOf(record, 'sys_view_count')) + 1));
  }
  return apiResult({
    content: valueOf(record, 'text'),
    template: false,
    number: valueOf(record, 'number'),
    sys_id: record.sysId,
    short_description: valueOf(record, 'short_description'),
    display_attachments: false,
    fields: fieldsOf(instance, call, table, record, searchParams.get('fields') ?? ''),
  });
}

function isPublished(record: GlideRecord): boolean {
  return valueOf(record, 'workflow_state') === 'published' && valueOf(record, 'latest') === 'true';
}

function fieldsOf(
  instance: Instance,
  call: Call,
  table: Table,
  record: GlideRecord,
  asked: string,
): Record<string, unknown> {
  const names = asked.split(',').map((name) => name.trim());
  const known = names.flatMap((name) => table.fields.get(name) ?? []);
  return Object.fromEntries(
    known.map(({ name, label, type }) => [
      name,
      {
        display_value: instance.store.display(record, name, call.person),
        name,
        label,
        type: type === 'datetime' ? 'glide_date_time' : type,
        value: instance.store.raw(record, name, call.person),
      },
    ]),
  );
}

/** A window around the first word that was asked for, the words in bold. */
function snippet(text: string, words: string): string {
  const wanted = new Set(tokens(words));
  const pieces = text.split(/([\p{L}\p{N}_]+)/u);
  const first = pieces.findIndex((piece) => tokens(piece).some((token) => wanted.has(token)));
  const from = Math.max(0, first - 16);
  return pieces
    .slice(from, from + 120)
    .map((piece) => (tokens(piece).some((token) => wanted.has(token)) ? `<B>${piece}</B>` : piece))
    .join('');
}
