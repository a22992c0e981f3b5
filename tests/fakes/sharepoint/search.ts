import { maySee } from '../sessions';
import { escapeHtml } from '../markdown';
import { revoked } from '../modes';
import { RestError, badQuery, type SharepointCall, type SharepointInstance } from './instance';
import { holdsText, MalformedQuery, parseKql, wordsOf, type Indexed } from './kql';
import { odataStringOf } from './odata';
import { catchUp, plainText, type Item } from './store';

const defaultColumns = ['Title', 'Path', 'Author', 'LastModifiedTime', 'HitHighlightedSummary'];

/** `_api/search/query`: what the index knows of items that the user may see. */
export function searchQuery(share: SharepointInstance, { url, person }: SharepointCall): unknown {
  const kql = odataStringOf(url.searchParams.get('querytext') ?? '');
  const number = (name: string, otherwise: number) => Number(url.searchParams.get(name) ?? otherwise);
  const start = number('startrow', 0);
  const limit = Math.min(number('rowlimit', 10), 500);
  if (start > 50_000) throw badQuery('The start row is beyond what can be asked for.');
  const selected = url.searchParams.get('selectproperties');
  const columns = selected === null ? defaultColumns : odataStringOf(selected).split(',');
  const isByNumber = url.searchParams.get('sortlist') === "'[docid]:ascending'";
  const { matches, words } = parse(kql);
  const visible =
    person === null
      ? []
      : [...indexedSites(share), ...indexedItems(share, (item) => maySee(person, item.article.visibility))];
  const found = visible
    .filter(({ indexed }) => matches(indexed))
    .map((entry) => ({ ...entry, rank: rankOf(entry.indexed, words) }))
    .sort((a, b) => (isByNumber ? numberOf(a.indexed) - numberOf(b.indexed) : b.rank - a.rank));
  const rows = found.slice(start, start + limit);
  return {
    ElapsedTime: 38,
    PrimaryQueryResult: {
      CustomResults: [],
      QueryId: '6f1d0c7e-0000-4000-8000-000000000000',
      RelevantResults: {
        RowCount: rows.length,
        TotalRows: found.length,
        TotalRowsIncludingDuplicates: found.length,
        Table: { Rows: rows.map((row) => ({ Cells: cells(row.indexed, columns, words) })) },
      },
    },
    SpellingSuggestion: '',
  };
}

function parse(kql: string): ReturnType<typeof parseKql> {
  if (kql.trim() === '' || kql.length > 4096) throw badQuery('The query is empty or too long.');
  try {
    return parseKql(kql);
  } catch (error) {
    if (error instanceof MalformedQuery)
      throw new RestError(500, '-2147287036, Microsoft.SharePoint.SPException', 'The query is malformed.');
    throw error;
  }
}

function indexedItems(share: SharepointInstance, isVisible: (item: Item) => boolean): { indexed: Indexed }[] {
  return catchUp(share.store.items, share.now(), share.settings.indexLag)
    .filter((item) => isVisible(item) && revoked(share.modes, ...revocationKeys(item)) !== 'forbidden')
    .map((item) => ({ indexed: toIndexed(share, item) }));
}

/** Everything that a test may call an item by. */
export function revocationKeys({ path, article, title }: Item): string[] {
  return [path, path.toLowerCase(), article.id, article.id.toLowerCase(), title];
}

const contentClasses: Record<Item['kind'], string> = {
  modern: 'STS_ListItem_WebPageLibrary',
  wiki: 'STS_ListItem_WebPageLibrary',
  publishing: 'STS_ListItem_850',
  document: 'STS_ListItem_DocumentLibrary',
  'list-item': 'STS_ListItem_GenericList',
};

function toIndexed({ store, origin }: SharepointInstance, item: Item): Indexed {
  const { path, title, body, modified } = item.indexed;
  const address = item.kind === 'list-item' ? path.replace(/\/(\d+)_\.000$/, '/DispForm.aspx?ID=$1') : path;
  const type = item.kind === 'list-item' ? '' : path.slice(path.lastIndexOf('.') + 1);
  return {
    title,
    text: plainText(body),
    properties: {
      path: origin + address,
      author: store.company.person(item.article.author).name,
      filetype: type,
      fileextension: type,
      contentclass: contentClasses[item.kind],
      isdocument: item.kind === 'document' ? '1' : '0',
      promotedstate: item.isNews ? '2' : '0',
      lastmodifiedtime: modified.replace('Z', '.0000000Z'),
      sitetitle: store.titleOfWeb(item.web),
      spweburl: origin + item.web,
      uniqueid: `{${item.uniqueId}}`,
      listitemid: String(item.id),
      indexdocid: String(17_000 + store.items.indexOf(item) * 3),
    },
  };
}

function indexedSites({ store, origin }: SharepointInstance): { indexed: Indexed }[] {
  return store.webs.map((web) => ({
    indexed: {
      title: store.titleOfWeb(web),
      text: '',
      properties: {
        path: origin + web,
        contentclass: web.split('/').length > 3 ? 'STS_Web' : 'STS_Site',
        spweburl: origin + web,
        isdocument: '0',
        indexdocid: String(16_000 + store.webs.indexOf(web)),
      },
    },
  }));
}

/** What the index calls an item, for as long as it holds it. */
function numberOf({ properties }: Indexed): number {
  return Number(properties.indexdocid);
}

function rankOf({ title, text }: Indexed, words: readonly string[]): number {
  return words.reduce(
    (sum, word) =>
      sum + (holdsText(title, { text: word }) ? 3 : 0) + (holdsText(text, { text: word }) ? 1 : 0),
    0,
  );
}

function cells(item: Indexed, columns: readonly string[], words: readonly string[]): unknown[] {
  const own = [
    cell('Rank', '16.5', 'Edm.Double'),
    cell('DocId', item.properties.indexdocid ?? null, 'Edm.Int64'),
    ...columns
      .filter((column) => column !== 'DocId')
      .map((column) => cell(column, valueOf(item, column, words), 'Edm.String')),
  ];
  return own;
}

function cell(Key: string, Value: string | null, ValueType: string) {
  return { Key, Value, ValueType };
}

function valueOf(item: Indexed, column: string, words: readonly string[]): string | null {
  const name = column.toLowerCase();
  if (name === 'title') return item.title;
  if (name === 'hithighlightedsummary') return summary(item.text, words);
  return item.properties[name] ?? null;
}

/** Sentences with matches, marked; the beginning of the text where nothing matches. */
function summary(text: string, words: readonly string[]): string {
  const sentences = text.split(/(?<=[.!?])\s+|\n/).filter((sentence) => sentence !== '');
  const hits = sentences.filter((sentence) => words.some((word) => holdsText(sentence, { text: word })));
  const marks = new Set(words.flatMap(wordsOf));
  const mark = (sentence: string) =>
    escapeHtml(sentence).replace(/[\p{L}\p{N}]+/gu, (word) =>
      marks.has(word.toLowerCase()) ? `<c0>${word}</c0>` : word,
    );
  return hits.length === 0
    ? escapeHtml(text.slice(0, 180))
    : `${hits.slice(0, 3).map(mark).join(' <ddd/>')} <ddd/>`;
}
