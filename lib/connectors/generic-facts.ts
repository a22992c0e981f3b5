import { z } from 'zod';
import type { DocumentState } from '../core/document';
import type { Block } from '../core/rich-text';
import { blocksToText } from '../core/rich-text';
import { marksDraft, marksOutdated } from './document-state';
import { isoDate } from './iso-date';

/** What a page says about itself beside its text. */
export interface PageFacts {
  readonly author: string | null;
  readonly created: string | null;
  readonly updated: string | null;
  readonly section: string | null;
  readonly language: string | null;
  readonly labels: string[];
  readonly expires: string | null;
}

const personSchema = z.union([z.string(), z.object({ name: z.string() })]);
/** https://schema.org/Article, as far as it is read. What does not fit is as if it were not there. */
const articleSchema = z.object({
  '@type': z.union([z.string(), z.array(z.string())]),
  author: z.union([personSchema, z.array(personSchema)]).optional(),
  datePublished: z.string().optional(),
  dateModified: z.string().optional(),
  expires: z.string().optional(),
  articleSection: z.union([z.string(), z.array(z.string())]).optional(),
});
type LinkedArticle = z.infer<typeof articleSchema>;
const graphSchema = z.object({ '@graph': z.array(z.unknown()) });
const MOST_SCRIPT = 200_000;

/** Open Graph, Dublin Core and plain meta tags, schema.org's JSON, and times that are marked as such. */
export function pageFacts(document: Document): PageFacts {
  const linked = linkedArticle(document);
  const meta = (...names: string[]) => firstMeta(document, names);
  const time = (selector: string) => document.querySelector(selector)?.getAttribute('datetime') ?? null;
  const section = [linked?.articleSection ?? []].flat()[0];
  return {
    author: shortLine(
      meta('author', 'article:author', 'dc.creator', 'dcterms.creator') ??
        authorOf(linked) ??
        byline(document),
    ),
    created:
      isoDate(meta('article:published_time', 'dcterms.created', 'dcterms.issued', 'dc.date')) ??
      isoDate(linked?.datePublished) ??
      isoDate(time('time[itemprop="datePublished"]')),
    updated:
      isoDate(meta('article:modified_time', 'og:updated_time', 'dcterms.modified', 'last-modified')) ??
      isoDate(linked?.dateModified) ??
      isoDate(time('time[itemprop="dateModified"], time.updated')),
    section: shortLine(meta('article:section') ?? section ?? null),
    language: languageOf(document),
    labels: labelsOf(document),
    expires: isoDate(meta('article:expiration_time', 'dcterms.valid')) ?? isoDate(linked?.expires),
  };
}

/** How long a first line may be that says the page is no longer true. */
const LONGEST_NOTICE = 400;
const notice =
  /\b(?:this|the) (?:page|article|document|policy|content|version)\b[^.!]{0,80}\b(?:outdated|out of date|obsolete|archived|superseded|deprecated|no longer (?:valid|current|in force|maintained|applies))|\bsuperseded by\b|\bdiese (?:seite|richtlinie|version)\b[^.!]{0,80}\b(?:veraltet|überholt|nicht mehr (?:gültig|aktuell))|\b(?:cette page|ce document)\b[^.!]{0,80}\b(?:obsolète|périmée?|plus valable)/iu;
const titleMark =
  /^[[(]?(?:outdated|obsolete|archived?|superseded|deprecated|veraltet|obsolète)[\])]?\s*[:–-]?\s/iu;

/** By its labels, its date of expiry, or what is said of it in its title or its first lines. */
export function stateOf(
  facts: PageFacts,
  title: string,
  blocks: readonly Block[],
  now: number,
): DocumentState {
  const expired = facts.expires !== null && Date.parse(facts.expires) < now;
  const opening = blocks.slice(0, 3).filter((block) => block.kind === 'paragraph' || block.kind === 'note');
  const said = opening.some((block) => {
    const text = blocksToText([block]);
    return text.length <= LONGEST_NOTICE && notice.test(text);
  });
  if (expired || said || titleMark.test(title) || marksOutdated(facts.labels)) return 'outdated';
  return marksDraft(facts.labels) ? 'draft' : 'current';
}

function linkedArticle(document: Document): LinkedArticle | null {
  for (const script of [...document.querySelectorAll('script[type="application/ld+json"]')].slice(0, 10)) {
    const found = [parseJson(script.textContent ?? '')].flat().flatMap((each) => {
      const graph = graphSchema.safeParse(each);
      return graph.success ? graph.data['@graph'] : [each];
    });
    for (const each of found) {
      const { data } = articleSchema.safeParse(each);
      if (data && [data['@type']].flat().some((type) => /Article|Posting|WebPage$/.test(type))) return data;
    }
  }
  return null;
}

/** Pages write it by template, and often wrong: what is no JSON says nothing. */
function parseJson(text: string): unknown {
  if (text.length > MOST_SCRIPT) return null;
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function authorOf(linked: LinkedArticle | null): string | null {
  const first = [linked?.author ?? []].flat()[0];
  return typeof first === 'string' ? first : (first?.name ?? null);
}

function byline(document: Document): string | null {
  const named = document.querySelector(
    '[rel="author"], [itemprop="author"] [itemprop="name"], [itemprop="author"]',
  );
  return named?.textContent ?? null;
}

function firstMeta(document: Document, names: readonly string[]): string | null {
  const metas = [...document.querySelectorAll('meta[content]')].slice(0, 200);
  for (const name of names) {
    const found = metas.find((meta) =>
      [meta.getAttribute('name'), meta.getAttribute('property')].some((each) => each?.toLowerCase() === name),
    );
    const content = found?.getAttribute('content')?.trim();
    if (content) return content;
  }
  return null;
}

function labelsOf(document: Document): string[] {
  const tags = [...document.querySelectorAll('meta[property="article:tag"]')].map((meta) =>
    meta.getAttribute('content'),
  );
  const keywords = (firstMeta(document, ['keywords']) ?? '').split(',');
  const labels = [...tags, ...keywords].map((label) => shortLine(label)).filter((label) => label !== null);
  return [...new Set(labels)].slice(0, 20);
}

function languageOf(document: Document): string | null {
  const language = document.documentElement?.getAttribute('lang')?.trim().replace(/_/g, '-') ?? '';
  return /^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,3}$/.test(language) ? language : null;
}

function shortLine(text: string | null | undefined): string | null {
  const line = (text ?? '').replace(/\s+/g, ' ').trim();
  // An address of a profile is nobody's name.
  return line === '' || line.length > 120 || /^https?:/i.test(line) ? null : line;
}
