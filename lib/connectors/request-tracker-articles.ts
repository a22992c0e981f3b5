import type { QueryTerm, SearchQuery } from '../core/query';
import type { SourceConfig } from '../core/source';
import { strongestTerms } from './clean-terms';
import type { ConnectorIo, SearchHit } from './connector';
import { askPage, confirmUser, restUrl, type RtCondition } from './request-tracker-api';
import {
  articleFields,
  articleSchema,
  articleToDocument,
  documentIdOf,
  textFields,
  type RtArticle,
} from './request-tracker-article';
import { classesNamed } from './request-tracker-scopes';
import { likeWords, weightIn } from './request-tracker-sql';

/** Words of one search, articles of one answer, and characters of its address. */
const mostWords = 10;
const mostArticles = 40;
const longestUrl = 2_000;

/** The custom field for texts that every RT begins with. */
const usualField = 'Content';

/**
 * Articles for a query: any word in the name, any word in the summary, then the two strongest terms each in the texts,
 * since RT takes conditions on different fields, and on one custom field, for ones that must all hold. RT knows no
 * ranking: the newest of each search are ordered here by what they hold. Every hit is the whole article.
 */
export async function searchArticles(
  query: SearchQuery,
  source: SourceConfig,
  io: ConnectorIo,
): Promise<SearchHit[]> {
  const terms = strongestTerms(query).filter((term) => likeWords(term).length > 0);
  if (terms.length === 0) return [];
  const classes = await classesNamed(source, io);
  if (classes === null) return [];
  const found = new Map<string, RtArticle>();
  const ask = async (conditions: readonly RtCondition[]) => {
    for (const article of await askArticles(conditions, classes, source, io)) found.set(article.id, article);
  };
  const words = [...new Set(terms.flatMap(likeWords))].slice(0, mostWords);
  for (const field of ['Name', 'Summary']) {
    await ask(words.map((value) => ({ field, operator: 'LIKE', value })));
  }
  const field = `CustomField.{${fieldName([...found.values()])}}`;
  for (const value of textWords(terms, source)) await ask([{ field, operator: 'LIKE', value }]);
  const user = await confirmUser(source, io);
  return inOrder([...found.values()], terms)
    .filter((article) => !query.excludeIds.includes(documentIdOf(article)))
    .slice(0, query.limit)
    .map((article) => toHit(article, source, io, user));
}

async function askArticles(
  conditions: readonly RtCondition[],
  classes: readonly string[],
  source: SourceConfig,
  io: ConnectorIo,
): Promise<RtArticle[]> {
  const within = classes.map((value) => ({ field: 'Class', value }));
  for (let count = conditions.length; count > 0; count -= 1) {
    const url = restUrl(source, 'articles', {
      query: JSON.stringify([...conditions.slice(0, count), ...within]),
      ...articleFields,
      orderby: 'LastUpdated',
      order: 'DESC',
      per_page: String(mostArticles),
    });
    if (url.length <= longestUrl || count === 1) return (await askPage(url, articleSchema, io)).items;
  }
  return [];
}

/** What to look for in texts: the word that says most of each of the strongest terms; one less where classes cost a request. */
function textWords(terms: readonly QueryTerm[], source: SourceConfig): string[] {
  const words = terms.map((term) => likeWords(term).reduce((a, b) => (b.length > a.length ? b : a), ''));
  return [...new Set(words)].slice(0, source.scopes.length === 0 ? 2 : 1);
}

/** Every name of a custom field will do for RT 5.0.3, which then looks into all of them, but it must be one. */
function fieldName(articles: readonly RtArticle[]): string {
  const names = articles.flatMap((article) => textFields(article)).map(({ name }) => name);
  const usable = names.filter((name) => name !== '' && !/[{}]/.test(name));
  return usable.includes(usualField) ? usualField : (usable[0] ?? usualField);
}

/** Stable; a name says more than a summary, and that more than a text. */
function inOrder(articles: readonly RtArticle[], terms: readonly QueryTerm[]): RtArticle[] {
  const weights = new Map(
    articles.map((article) => {
      const text = textFields(article).map((field) => field.text);
      const weight =
        3 * weightIn(article.Name ?? '', terms) +
        2 * weightIn(article.Summary ?? '', terms) +
        weightIn(text.join(' '), terms);
      return [article, weight];
    }),
  );
  return [...articles].sort((a, b) => (weights.get(b) ?? 0) - (weights.get(a) ?? 0));
}

function toHit(
  article: RtArticle,
  source: SourceConfig,
  io: ConnectorIo,
  user: Awaited<ReturnType<typeof confirmUser>>,
): SearchHit {
  const document = articleToDocument(article, source, io, user);
  const { ref, id, title, version } = document;
  return { ref, id, title, version, document };
}
