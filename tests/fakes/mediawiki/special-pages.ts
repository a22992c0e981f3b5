import { escapeHtml } from '../markdown';
import { setCookie } from '../sessions';
import { signedInCookies } from './api';
import { loginToken, mayRead, type WikiCall, type WikiInstance } from './instance';
import { wikiPage } from './layout';
import { searchWiki, snippetOf } from './search';
import { currentOf, dbKey, normalTitle, pagePath, type StoredPage } from './store';

/** Pages that the wiki makes itself: search, sign-in, links to revisions, lists. */
export async function specialPage(wiki: WikiInstance, call: WikiCall, rest: string): Promise<Response> {
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
      return redirect(
        `${wiki.baseUrl}/index.php?${found ? `title=${encodeURIComponent(dbKey(found.page.title))}&` : ''}oldid=${parameter}`,
        302,
      );
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
  const error = problem
    ? `<div class="mw-message-box-error mw-message-box">${escapeHtml(problem)}</div>`
    : '';
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
  for (const cookie of signedInCookies(wiki, person.id))
    response.headers.append('set-cookie', setCookie(cookie));
  return response;
}

export function listOfPages(pages: readonly StoredPage[]): string {
  return `<ul>${pages.map(({ title }) => `<li><a href="${pagePath(title)}" title="${escapeHtml(title)}">${escapeHtml(title)}</a></li>`).join('\n')}</ul>`;
}

export function redirect(location: string, status: 301 | 302): Response {
  return new Response(null, { status, headers: { location } });
}

/** A private wiki answers 200 under the page's own address. */
export function loginRequired(wiki: WikiInstance, call: WikiCall, title: string): Response {
  return wikiPage(wiki, call, {
    name: 'Special:Badtitle',
    browserTitle: 'Login required',
    heading: 'Login required',
    namespace: -1,
    specialName: 'Badtitle',
    content: `<p>Please <a href="/index.php?title=Special:UserLogin&amp;returnto=${encodeURIComponent(title)}" title="Special:UserLogin">log in</a> to view other pages.</p>`,
  });
}
