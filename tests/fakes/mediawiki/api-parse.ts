import { revoked } from '../modes';
import { ApiError } from './api-errors';
import { listOf } from './api-parameters';
import type { WikiInstance } from './instance';
import { linksOf } from './pages';
import { followRedirect, refuseRevoked } from './redirects';
import { renderPage } from './render';
import { currentOf, dbKey, pagePath, type StoredPage, type StoredRevision } from './store';

/** `action=parse`: a page or one of its revisions as HTML. */
export function parseModule(wiki: WikiInstance, parameters: URLSearchParams): unknown {
  const { page, revision } = parsed(wiki, parameters);
  refuseRevoked(wiki, page);
  const flag = (name: string) => parameters.has(name);
  const { html, sections } = renderPage(revision.markdown, {
    linkFor: linksOf(wiki.store.company),
    editTitle: flag('disableeditsection') ? null : dbKey(page.title),
    toc: !flag('disabletoc'),
  });
  const redirect = revision.redirectTo === null ? '' : redirectNote(revision.redirectTo);
  const report = flag('disablelimitreport') ? '' : '\n<!-- \nNewPP limit report\n-->\n';
  const prop = listOf(parameters, 'prop', 'text|langlinks|categories|links|sections|revid|displaytitle');
  const parts: Record<string, unknown> = {
    revid: revision.id,
    text: `<div class="mw-parser-output">${redirect}${html}${report}</div>`,
    wikitext: wiki.store.text(revision),
    categories: revision.categories.map((category) => ({
      sortkey: '',
      category: dbKey(category),
      missing: true,
    })),
    sections: sections.map(({ level, line, anchor, number }, index) => ({
      toclevel: number.split('.').length,
      level: String(level),
      line,
      number,
      index: String(index + 1),
      fromtitle: dbKey(page.title),
      anchor,
    })),
    displaytitle: `<span class="mw-page-title-main">${page.title.replaceAll('&', '&amp;')}</span>`,
  };
  const wanted = Object.entries(parts).filter(([name]) => prop.includes(name));
  return { parse: { title: page.title, pageid: page.id, ...Object.fromEntries(wanted) } };
}

function parsed(
  wiki: WikiInstance,
  parameters: URLSearchParams,
): { page: StoredPage; revision: StoredRevision } {
  const { store } = wiki;
  const oldid = parameters.get('oldid');
  if (oldid !== null) {
    const found = store.byRevision(Number(oldid));
    if (found) return found;
    throw new ApiError('nosuchrevid', `There is no revision with ID ${oldid}.`);
  }
  const pageid = parameters.get('pageid');
  const title = parameters.get('page');
  if (pageid === null && title === null)
    throw new ApiError(
      'missingparam',
      'At least one of the parameters "page", "pageid", "oldid" and "text" is required.',
    );
  const page = pageid === null ? store.byTitle(title ?? '') : store.byId(Number(pageid));
  if (page && revoked(wiki.modes, page.title, String(page.id)) !== 'not-found') {
    const target = parameters.has('redirects') ? followRedirect(wiki, page) : page;
    return { page: target, revision: currentOf(target) };
  }
  if (pageid !== null) throw new ApiError('nosuchpageid', `There is no page with ID ${pageid}.`);
  throw new ApiError('missingtitle', "The page you specified doesn't exist.");
}

function redirectNote(target: string): string {
  return `<div class="redirectMsg"><p>Redirect to:</p><ul class="redirectText"><li><a href="${pagePath(target)}" title="${target}">${target}</a></li></ul></div>`;
}
