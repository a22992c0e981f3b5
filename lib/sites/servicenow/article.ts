import type { DocumentRef } from '../../core/document';
import type { SiteMatch } from '../../core/page';
import { htmlToBlocks } from '../../platform/html-to-blocks';
import { MAX_TEXT, findOnPage, lineAt, pageReading } from '../../platform/page-reading';
import { firstElement } from '../../platform/wait-for-element';
import type { SitePage } from '../site';

/** `kb_view` (Xanadu and before), portals (London on), newest first. */
const selectors = {
  title: ['#articleTitleReadonly', '.kb-article-title', '.kb-title-header', '.kb-view-title', 'h1'],
  body: ['#articleContent', '.kb-view-content', '.kb-article-content', '[itemprop="articleBody"]'],
  number: ['#articleNumberReadonly', '.kb-number-info', '.kb-article-number'],
} as const;

/** A knowledge article, on a classic page or in a portal. */
export async function readArticle(page: SitePage, match: SiteMatch, ref: DocumentRef, signal: AbortSignal) {
  const { document } = page;
  const find = () => {
    const body = firstElement(document, selectors.body);
    const shown = lineAt(document, selectors.number)?.match(/KB\d{5,}/)?.[0];
    const isOther = ref.idType === 'number' && shown !== undefined && shown !== ref.id;
    const blocks = !body || isOther ? [] : htmlToBlocks(body, { maxCharacters: MAX_TEXT });
    return blocks.length > 0 ? blocks : null;
  };
  const blocks = await findOnPage(document, find, { signal, late: match.rule === 'portal' });
  const title = lineAt(document, selectors.title) ?? document.title;
  return blocks && pageReading(page, match, { title, pageUser: null, ticket: null, blocks });
}
