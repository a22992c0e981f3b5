import { hostileMode } from '../atlassian/hostile';
import { escapeHtml } from '../markdown';
import { revoked } from '../modes';
import { bent } from './hostile';
import { mayRead, type WikiCall, type WikiInstance } from './instance';
import { lastEdited, wikiPage } from './layout';
import { linksOf } from './pages';
import { followRedirect } from './redirects';
import { renderPage } from './render';
import { listOfPages, loginRequired, redirect, specialPage } from './special-pages';
import { currentOf, dbKey, normalTitle, pagePath, type StoredPage, type StoredRevision } from './store';

/** Every page of the wiki that is not its API. */
export async function sitePage(wiki: WikiInstance, call: WikiCall): Promise<Response> {
  const { pathname, searchParams } = call.url;
  if (pathname === '/') return redirect(`${wiki.baseUrl}/wiki/Main_Page`, 301);
  const short = /^\/(?:wiki|index\.php)\/(.+)$/.exec(pathname)?.[1];
  if (short === undefined && !/^\/(?:index\.php|wiki\/?)$/.test(pathname))
    return new Response('File not found.\n', { status: 404 });
  if (short !== undefined) {
    const asked = decodeURIComponent(short);
    const title = normalTitle(asked);
    // Another spelling of the same title leads to the canonical one.
    if (asked !== dbKey(title)) return redirect(`${wiki.baseUrl}${pagePath(title)}${call.url.search}`, 301);
    return titled(wiki, call, title);
  }
  if (searchParams.has('curid')) return byId(wiki, call, Number(searchParams.get('curid')));
  if (searchParams.has('search') && !searchParams.has('title')) return specialPage(wiki, call, 'Search');
  const oldid = searchParams.get('oldid');
  if (!searchParams.has('title') && oldid !== null) {
    const found = wiki.store.byRevision(Number(oldid));
    return found ? article(wiki, call, found.page, found.revision, null) : missing(wiki, call, 'Main Page');
  }
  return titled(wiki, call, normalTitle(searchParams.get('title') ?? 'Main Page'));
}

async function titled(wiki: WikiInstance, call: WikiCall, title: string): Promise<Response> {
  const [, namespace = '', rest = ''] = /^([^:]+):(.*)$/.exec(title) ?? [];
  if (namespace === 'Special') return specialPage(wiki, call, rest);
  if (!mayRead(wiki, call)) return loginRequired(wiki, call, title);
  const number = { Talk: 1, User: 2, 'User talk': 3, File: 6, Help: 12, Category: 14 }[namespace];
  if (number === 14) return category(wiki, call, rest);
  if (number !== undefined) return missing(wiki, call, title, number);
  const page = wiki.store.byTitle(title);
  const state = page ? revoked(wiki.modes, page.title, String(page.id)) : null;
  if (!page || state === 'not-found') return missing(wiki, call, title);
  if (state === 'forbidden') return permissionError(wiki, call, page);
  switch (call.url.searchParams.get('action') ?? 'view') {
    case 'edit':
    case 'submit':
      return edit(wiki, call, page);
    case 'history':
      return history(wiki, call, page);
    case 'raw':
      return new Response(wiki.store.text(currentOf(page)), {
        headers: { 'content-type': 'text/x-wiki; charset=UTF-8' },
      });
    default:
      return view(wiki, call, page);
  }
}

function byId(wiki: WikiInstance, call: WikiCall, id: number): Promise<Response> | Response {
  const page = wiki.store.byId(id);
  return page ? titled(wiki, call, page.title) : missing(wiki, call, 'Bad title');
}

function view(wiki: WikiInstance, call: WikiCall, page: StoredPage): Response {
  const { searchParams } = call.url;
  const oldid = Number(searchParams.get('oldid') ?? 0);
  const revision = page.revisions.find(({ id }) => id === oldid) ?? currentOf(page);
  if (searchParams.get('redirect') === 'no' || oldid !== 0) return article(wiki, call, page, revision, null);
  const target = followRedirect(wiki, page);
  return article(wiki, call, target, currentOf(target), target === page ? null : page.title);
}

function article(
  wiki: WikiInstance,
  call: WikiCall,
  page: StoredPage,
  revision: StoredRevision,
  redirectedFrom: string | null,
): Response {
  const mode = hostileMode(call.url);
  const linkFor = linksOf(wiki.store.company);
  const { html } = renderPage(revision.markdown, { linkFor, editTitle: dbKey(page.title), toc: true });
  const current = currentOf(page).id;
  const shown = bent(
    {
      title: page.title,
      pageId: page.id,
      revisionId: revision.id,
      currentRevisionId: current,
      html,
      lang: 'en',
      dir: 'ltr',
    },
    mode,
  );
  const old = revision.id === current ? '' : oldRevisionNote(wiki, revision);
  const from = redirectedFrom
    ? `<span class="mw-redirectedfrom">(Redirected from <a href="/index.php?title=${encodeURIComponent(dbKey(redirectedFrom))}&amp;redirect=no" class="mw-redirect" title="${escapeHtml(redirectedFrom)}">${escapeHtml(redirectedFrom)}</a>)</span>`
    : '';
  const isDiff = call.url.searchParams.has('diff');
  return wikiPage(wiki, call, {
    name: shown.title,
    browserTitle: isDiff ? `${shown.title}: Difference between revisions` : shown.title,
    heading: `<span class="mw-page-title-main">${escapeHtml(shown.title)}</span>`,
    content: `${isDiff ? '<table class="diff"><tbody><tr><td class="diff-otitle">Revision</td></tr></tbody></table>' : ''}<div class="mw-parser-output">${shown.html}</div>`,
    articleId: shown.pageId,
    revisionId: shown.revisionId,
    currentRevisionId: shown.currentRevisionId,
    categories: revision.categories,
    redirectedFrom,
    edited: revision.timestamp,
    contentLang: { lang: shown.lang, dir: shown.dir },
    subtitle: from + old,
    hostile: mode,
  });
}

function oldRevisionNote(wiki: WikiInstance, revision: StoredRevision): string {
  const author = escapeHtml(wiki.store.company.person(revision.author).name);
  return `<div class="mw-message-box-warning mw-revision mw-message-box"><div id="mw-revision-info">This is an old revision of this page, as edited by ${author} on ${lastEdited(revision.timestamp)}.</div></div>`;
}

function edit(wiki: WikiInstance, call: WikiCall, page: StoredPage): Response {
  const current = currentOf(page);
  const stamp = (at: string) => at.replace(/\D/g, '').slice(0, 14);
  const address = `/index.php?title=${encodeURIComponent(dbKey(page.title))}&amp;action=submit`;
  return wikiPage(wiki, call, {
    name: page.title,
    browserTitle: `Editing ${page.title}`,
    heading: `Editing <span id="firstHeadingTitle">${escapeHtml(page.title)}</span>`,
    action: 'edit',
    articleId: page.id,
    currentRevisionId: current.id,
    content: `<form class="mw-editform" id="editform" name="editform" method="post" action="${address}" enctype="multipart/form-data"><input type="hidden" value="${stamp(new Date(wiki.now()).toISOString())}" name="wpStarttime"/><input type="hidden" value="${stamp(current.timestamp)}" name="wpEdittime"/><input type="hidden" value="${current.id}" name="parentRevId"/><textarea aria-label="Wikitext source editor" id="wpTextbox1" cols="80" rows="25" class="mw-editfont-monospace" lang="en" dir="ltr" name="wpTextbox1">${escapeHtml(wiki.store.text(current))}
</textarea><div class="editOptions"><label for="wpSummary">Summary:</label> <input type="text" name="wpSummary" id="wpSummary" maxlength="500"/><div class="editButtons"><input type="button" name="wpSave" id="wpSave" value="Save changes"/> <input type="button" name="wpPreview" id="wpPreview" value="Show preview"/></div></div><input type="hidden" value="+\\" name="wpEditToken"/></form>`,
  });
}

function history(wiki: WikiInstance, call: WikiCall, page: StoredPage): Response {
  const rows = [...page.revisions]
    .reverse()
    .map(
      ({ id, timestamp, author }) =>
        `<li data-mw-revid="${id}"><a href="/index.php?title=${encodeURIComponent(dbKey(page.title))}&amp;oldid=${id}" class="mw-changeslist-date">${lastEdited(timestamp)}</a> <span class="history-user">${escapeHtml(wiki.store.company.person(author).name)}</span></li>`,
    );
  return wikiPage(wiki, call, {
    name: page.title,
    browserTitle: `${page.title}: Revision history`,
    heading: `${escapeHtml(page.title)}: Revision history`,
    action: 'history',
    articleId: page.id,
    currentRevisionId: currentOf(page).id,
    content: `<ul id="pagehistory">${rows.join('\n')}</ul>`,
  });
}

/** 404, although the page calls itself an article. */
function missing(wiki: WikiInstance, call: WikiCall, title: string, namespace = 0): Response {
  return wikiPage(wiki, call, {
    name: title,
    browserTitle: title,
    heading: `<span class="mw-page-title-main">${escapeHtml(title)}</span>`,
    namespace,
    status: 404,
    contentLang: { lang: 'en', dir: 'ltr' },
    content: `<div class="noarticletext mw-content-ltr" dir="ltr" lang="en">\n<p>There is currently no text in this page.</p>\n</div>`,
  });
}

function permissionError(wiki: WikiInstance, call: WikiCall, page: StoredPage): Response {
  return wikiPage(wiki, call, {
    name: page.title,
    browserTitle: 'Permission error',
    heading: 'Permission error',
    content: '<p>You do not have permission to read this page.</p>',
  });
}

function category(wiki: WikiInstance, call: WikiCall, name: string): Response {
  const pages = wiki.store.pages.filter((page) => currentOf(page).categories.includes(name));
  const title = `Category:${name}`;
  return wikiPage(wiki, call, {
    name: title,
    browserTitle: title,
    heading: escapeHtml(title),
    namespace: 14,
    contentLang: { lang: 'en', dir: 'ltr' },
    content: `<div id="mw-pages"><h2>Pages in category "${escapeHtml(name)}"</h2>${listOfPages(pages)}</div>`,
  });
}
