import { hostileMode } from '../atlassian/hostile';
import { escapeHtml } from '../markdown';
import { revoked } from '../modes';
import { setCookie } from '../sessions';
import { signedInCookies } from './api';
import { bent } from './hostile';
import { loginToken, mayRead, type WikiCall, type WikiInstance } from './instance';
import { lastEdited, wikiPage } from './layout';
import { linksOf } from './pages';
import { followRedirect } from './redirects';
import { renderPage } from './render';
import { searchWiki, snippetOf } from './search';
import { currentOf, dbKey, normalTitle, pagePath, type StoredPage, type StoredRevision } from './store';

/** Every page of the wiki that is not its API. */
export async function sitePage(wiki: WikiInstance, call: WikiCall): Promise<Response> {
  const { pathname, searchParams } = call.url;
  if (pathname === '/') return redirect(`${wiki.baseUrl}/wiki/Main_Page`, 301);
  const short = /^\/(?:wiki|index\.php)\/(.+)$/.exec(pathname)?.[1];
  if (short === undefined && !/^\/(?:index\.php|wiki\/?)$/.test(pathname)) return new Response('File not found.\n', { status: 404 });
  if (short !== undefined) {
    const asked = decodeURIComponent(short);
    const title = normalTitle(asked);
    // Another spelling of the same title leads to the canonical one.
    if (asked !== dbKey(title)) return redirect(`${wiki.baseUrl}${pagePath(title)}${call.url.search}`, 301);
    return titled(wiki, call, title);
  }
  if (searchParams.has('curid')) return byId(wiki, call, Number(searchParams.get('curid')));
  if (searchParams.has('search') && !searchParams.has('title')) return special(wiki, call, 'Search');
  const oldid = searchParams.get('oldid');
  if (!searchParams.has('title') && oldid !== null) {
    const found = wiki.store.byRevision(Number(oldid));
    return found ? article(wiki, call, found.page, found.revision, null) : missing(wiki, call, 'Main Page');
  }
  return titled(wiki, call, normalTitle(searchParams.get('title') ?? 'Main Page'));
}

async function titled(wiki: WikiInstance, call: WikiCall, title: string): Promise<Response> {
  const [, namespace = '', rest = ''] = /^([^:]+):(.*)$/.exec(title) ?? [];
  if (namespace === 'Special') return special(wiki, call, rest);
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
      return new Response(wiki.store.text(currentOf(page)), { headers: { 'content-type': 'text/x-wiki; charset=UTF-8' } });
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
    { title: page.title, pageId: page.id, revisionId: revision.id, currentRevisionId: current, html, lang: 'en', dir: 'ltr' },
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

/** A private wiki answers 200 under the page's own address. */
function loginRequired(wiki: WikiInstance, call: WikiCall, title: string): Response {
  return wikiPage(wiki, call, {
    name: 'Special:Badtitle',
    browserTitle: 'Login required',
    heading: 'Login required',
    namespace: -1,
    specialName: 'Badtitle',
    content: `<p>Please <a href="/index.php?title=Special:UserLogin&amp;returnto=${encodeURIComponent(title)}" title="Special:UserLogin">log in</a> to view other pages.</p>`,
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

async function special(wiki: WikiInstance, call: WikiCall, rest: string): Promise<Response> {
  const [name = '', parameter = ''] = rest.split(/\/(.*)/s);
  switch (name.toLowerCase()) {
    case 'userlogin':
      return call.request.method === 'POST' ? signIn(wiki, call) : loginForm(wiki, call, null);
    case 'userlogout':
      if (call.session) wiki.sessions.close(call.session);
      return loginForm(wiki, call, null);
    case 'permalink':
    case 'permanentlink': {
      const found = wiki.store.byRevision(Number(parameter));
      return redirect(`${wiki.baseUrl}/index.php?${found ? `title=${encodeURIComponent(dbKey(found.page.title))}&` : ''}oldid=${parameter}`, 302);
    }
    case 'search':
      if (!mayRead(wiki, call)) return loginRequired(wiki, call, 'Special:Search');
      return searchPage(wiki, call, call.url.searchParams.get('search') ?? parameter);
    default:
      return wikiPage(wiki, call, {
        name: `Special:${rest}`,
        browserTitle: name,
        heading: escapeHtml(name),
        namespace: -1,
        specialName: name,
        content: listOfPages(wiki.store.pages),
      });
  }
}

function searchPage(wiki: WikiInstance, call: WikiCall, text: string): Response {
  const exact = wiki.store.byTitle(text);
  if (exact && call.url.searchParams.has('go')) return redirect(wiki.baseUrl + pagePath(exact.title), 302);
  const both = [...searchWiki(wiki.store, text, 'title'), ...searchWiki(wiki.store, text, 'text')];
  const rows = [...new Set(both)].map(
    (page) =>
      `<li class="mw-search-result mw-search-result-ns-0"><div class="mw-search-result-heading"><a href="${pagePath(page.title)}" title="${escapeHtml(page.title)}">${escapeHtml(page.title)}</a></div><div class="searchresult">${snippetOf(wiki.store.text(currentOf(page)), text)}</div></li>`,
  );
  const none = '<p class="mw-search-nonefound">There were no results matching the query.</p>';
  return wikiPage(wiki, call, {
    name: 'Special:Search',
    browserTitle: `Search results for "${text}"`,
    heading: 'Search results',
    namespace: -1,
    specialName: 'Search',
    content: `<div class="mw-search-form-wrapper"><form id="search" method="get" action="/index.php"><input type="search" name="search" value="${escapeHtml(text)}"/><input type="hidden" name="title" value="Special:Search"/></form></div><div class="searchresults">${rows.length > 0 ? `<ul class="mw-search-results">${rows.join('')}</ul>` : none}</div>`,
  });
}

/** Starts a session for the form's token, as the product does for everybody who opens it. */
function loginForm(wiki: WikiInstance, call: WikiCall, problem: string | null): Response {
  const returnTo = call.url.searchParams.get('returnto') ?? '';
  const error = problem ? `<div class="mw-message-box-error mw-message-box">${escapeHtml(problem)}</div>` : '';
  return wikiPage(wiki, call, {
    name: 'Special:UserLogin',
    browserTitle: 'Log in',
    heading: 'Log in',
    namespace: -1,
    specialName: 'Userlogin',
    content: `<div id="userloginForm"><form class="mw-htmlform mw-ui-vform mw-ui-container" action="/index.php?title=Special:UserLogin" method="post" name="userlogin">${error}
<div class="mw-ui-vform-field"><label for="wpName1">Username</label><input id="wpName1" name="wpName" size="20" class="loginText mw-ui-input" placeholder="Enter your username" required="" autocomplete="username"/></div>
<div class="mw-ui-vform-field"><label for="wpPassword1">Password</label><input id="wpPassword1" name="wpPassword" size="20" class="loginPassword mw-ui-input" type="password" required="" autocomplete="current-password"/></div>
<button class="mw-htmlform-submit mw-ui-button mw-ui-primary mw-ui-progressive" id="wpLoginAttempt" type="submit" name="wploginattempt" value="Log in">Log in</button>
<input type="hidden" name="returnto" value="${escapeHtml(returnTo)}"/><input name="wpLoginToken" type="hidden" value="${escapeHtml(loginToken(call))}"/></form></div>`,
  });
}

async function signIn(wiki: WikiInstance, call: WikiCall): Promise<Response> {
  const form = new URLSearchParams(await call.request.text());
  const name = normalTitle(form.get('wpName') ?? '');
  const person = wiki.store.company.people.find((candidate) => candidate.name === name);
  if (!person || person.password !== form.get('wpPassword')) {
    return loginForm(wiki, call, 'Incorrect username or password entered. Please try again.');
  }
  const target = normalTitle(form.get('returnto') ?? '') || 'Main Page';
  const response = redirect(wiki.baseUrl + pagePath(target), 302);
  for (const cookie of signedInCookies(wiki, person.id)) response.headers.append('set-cookie', setCookie(cookie));
  return response;
}

function listOfPages(pages: readonly StoredPage[]): string {
  return `<ul>${pages.map(({ title }) => `<li><a href="${pagePath(title)}" title="${escapeHtml(title)}">${escapeHtml(title)}</a></li>`).join('\n')}</ul>`;
}

function redirect(location: string, status: 301 | 302): Response {
  return new Response(null, { status, headers: { location } });
}

