import type { SourceDocument } from '../core/document';
import { DesksideError } from '../core/errors';
import { blocksToText } from '../core/rich-text';
import type { SourceConfig } from '../core/source';
import { hashText } from '../platform/hash-text';
import type { ConnectorIo } from './connector';
import { pageFacts, stateOf } from './generic-facts';
import type { FetchedPage } from './generic-page';
import { articleAddress, pageId } from './generic-page';
import { pageText } from './generic-text';
import type { NoArticle } from '../platform/main-content';

const refusals: Readonly<Record<NoArticle, (document: Document) => DesksideError>> = {
  'sign-in': () => new DesksideError('signed-out', 'A sign-in page was answered'),
  'not-found': () => new DesksideError('not-found', 'The page says that it is not there'),
  // The host keeps what the page itself shows, which a script may have built by now. Without one, nobody will.
  empty: (document) =>
    document.querySelector('script')
      ? new DesksideError('unsupported', 'The page holds no text before its scripts have run')
      : new DesksideError('bad-answer', 'The page holds hardly any text'),
  links: () => new DesksideError('unsupported', 'The page is a list of links'),
};

/** What keeps bots out stands where the page would be, with status 200. */
const challenge = /\b(?:g-recaptcha|h-captcha|cf-turnstile|cf-challenge|challenge-platform)\b/;

/**
 * A fetched page as a document. Its version is a fingerprint of what was read: servers that build their pages anew
 * each time send dates and tags that say nothing.
 */
export function pageToDocument(page: FetchedPage, source: SourceConfig, io: ConnectorIo): SourceDocument {
  const document = io.parseHtml(page.html);
  const { title, blocks, noArticle } = pageText(document, () => io.parseHtml(page.html));
  const text = blocksToText(blocks);
  if (challenge.test(page.html) && text.length < 600)
    throw new DesksideError('signed-out', 'The site wants to see a person first');
  if (noArticle !== null) throw refusals[noArticle](document);
  const address = addressOf(document, page.url, source);
  const facts = pageFacts(document);
  return {
    id: pageId(address),
    sourceId: source.id,
    kind: 'article',
    ref: { kind: 'article', id: address, idType: 'url', within: null },
    title: title || address,
    url: page.url.origin + address,
    blocks,
    version: hashText(`${title}\n${text}`),
    author: facts.author,
    created: facts.created,
    updated: facts.updated,
    space: facts.section,
    language: facts.language,
    state: stateOf(facts, title, blocks, io.now()),
    labels: facts.labels,
    // A web server does not say who else may read a page.
    restricted: false,
    ticket: null,
  };
}

/** The page's own word on its address, where that is one of an article of this source; many name their front page. */
function addressOf(document: Document, url: URL, source: SourceConfig): string {
  const canonical = document.querySelector('link[rel="canonical"]')?.getAttribute('href') ?? null;
  const named = canonical === null || canonical.trim() === '' ? null : articleAddress(canonical, url, source);
  return named ?? url.pathname + url.search;
}
