import {
  analysed,
  highlighted,
  indexOnce,
  rarityIn,
  scoreText,
  wordsOf,
  type IndexedText,
} from '../../atlassian/lucene';
import type { Person } from '../../company';
import { plainBody } from '../../confluence-dc/body';
import { currentOf, seesPage, type ConfluencePage } from '../../confluence-dc/records';
import { revoked } from '../../modes';
import type { AtlassianCloud } from '../instance';

export interface FoundArticle {
  readonly page: ConfluencePage;
  readonly title: string;
  readonly excerpt: string;
}

/** Pages of the linked spaces that somebody may read and that hold every word of the query, best first. */
export function findArticles(
  cloud: AtlassianCloud,
  person: Person,
  query: string,
  highlight: boolean,
): FoundArticle[] {
  const asked = analysed(query);
  const marks = highlight ? highlighted(asked) : [];
  const pages = readablePages(cloud, person).map((page) => {
    const { title, markdown } = currentOf(page);
    const body = plainBody(markdown);
    return { page, title, body, index: indexOnce(title, body) };
  });
  const rarity = rarityIn(pages.map(({ index }) => index));
  const relevance = (whole: IndexedText, title: IndexedText) => {
    const score = scoreText(asked, whole, rarity);
    return score === 0 ? 0 : score + scoreText(asked, title, rarity);
  };
  return pages
    .map((row) => ({ ...row, score: relevance(row.index, indexOnce(row.title)) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.title.localeCompare(b.title))
    .map(({ page, title, body }) => ({
      page,
      title: marked(title, marks),
      excerpt: marked(excerptOf(body, highlighted(asked)), marks),
    }));
}

export function findArticle(cloud: AtlassianCloud, person: Person, id: string): ConfluencePage | null {
  return readablePages(cloud, person).find((page) => page.id === id) ?? null;
}

/** The front pages of spaces are no articles. */
function readablePages(cloud: AtlassianCloud, person: Person): ConfluencePage[] {
  return cloud.confluence.pages.filter(
    (page) =>
      page.id !== page.space.homeId &&
      !page.isDraft &&
      seesPage(person, page) &&
      revoked(cloud.modes, page.id) === null,
  );
}

function excerptOf(body: string, marks: readonly ((word: string) => boolean)[]): string {
  const words = body.replace(/\s+/g, ' ').split(' ');
  const isHit = (word: string) => wordsOf(word).some((part) => marks.some((mark) => mark(part)));
  const start = Math.max(0, words.findIndex(isHit) - 8);
  return words.slice(start, start + 40).join(' ');
}

function marked(text: string, marks: readonly ((word: string) => boolean)[]): string {
  if (marks.length === 0) return text;
  return text.replace(/[\p{L}\p{N}\p{M}_]+/gu, (word) =>
    marks.some((mark) => mark(word.toLowerCase())) ? `@@@hl@@@${word}@@@endhl@@@` : word,
  );
}
