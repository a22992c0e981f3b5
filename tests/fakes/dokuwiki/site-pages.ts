import { escapeHtml } from '../markdown';
import { setCookie } from '../sessions';
import { mayRead, pageById, readablePages, type DokuCall, type DokuInstance } from './instance';
import { htmlAnswer, metaHeaders, shownTime, wikiPage } from './layout';
import { startPage, type DokuPage, type DokuRevision } from './pages';
import { renderMarkup, type RenderedPage } from './render';
import { searchPage } from './search-page';
import { cleanId } from './search';

/** Everything under `doku.php`. */
export async function sitePage(wiki: DokuInstance, call: DokuCall): Promise<Response> {
  const { searchParams } = call.url;
  const posted = call.request.method === 'POST' ? new URLSearchParams(await call.request.text()) : null;
  const asked = searchParams.get('id') ?? posted?.get('id') ?? '';
  const action = searchParams.get('do') ?? posted?.get('do') ?? 'show';
  if (asked.endsWith(':') && action === 'show')
    return redirect(`/doku.php?id=${cleanId(asked)}:${startPage}`);
  const id = cleanId(asked.endsWith(':') ? `${asked}${startPage}` : asked) || startPage;
  if (action === 'login' && posted) return signIn(wiki, id, posted);
  return actionPage(wiki, call, id, wiki.settings.disabledActions.includes(action) ? 'show' : action);
}

function actionPage(wiki: DokuInstance, call: DokuCall, id: string, action: string): Response {
  if (action === 'search' && cleanId(call.url.searchParams.get('q') ?? '') !== '')
    return searchPage(wiki, call, id);
  if (action === 'index') return index(wiki, call, id);
  if (action === 'login' && !call.person) return loginPage(wiki, call, id);
  const page = pageById(wiki, id);
  const mayLook = page ? mayRead(wiki, call.person, page) : call.person !== null || wiki.settings.isPublic;
  if (!mayLook) return denied(wiki, call, id);
  switch (action) {
    case 'revisions':
      return revisions(wiki, call, id, page);
    case 'edit':
    case 'source':
      return page ? source(wiki, call, page) : denied(wiki, call, id);
    case 'check':
      return show(wiki, call, id, page, checkUp(call));
    case 'export_raw':
    case 'export_xhtml':
    case 'export_xhtmlbody':
      return page ? exported(wiki, call, page, action) : show(wiki, call, id, null);
    default:
      return show(wiki, call, id, page);
  }
}

function redirect(location: string): Response {
  return new Response(null, { status: 302, headers: { location } });
}

function signIn(wiki: DokuInstance, id: string, form: URLSearchParams): Response {
  const person = wiki.company.people.find((each) => each.id === form.get('u')?.trim().toLowerCase());
  const call = {
    request: new Request(wiki.baseUrl),
    url: new URL(wiki.baseUrl),
    session: null,
    person: null,
  };
  if (person?.password !== form.get('p')) return loginPage(wiki, call, id);
  const answer = redirect(`${wiki.baseUrl}/doku.php?id=${id}`);
  const session = wiki.sessions.start(person?.id ?? '');
  for (const cookie of wiki.sessions.cookies(session)) answer.headers.append('set-cookie', setCookie(cookie));
  return answer;
}

const notice = (title: string, text: string) =>
  `\n<h1 class="sectionedit1" id="${title.toLowerCase().replaceAll(' ', '_')}">${title}</h1>\n<div class="level1">\n\n<p>\n${text}\n</p>\n\n</div>\n`;

const loginForm = (id: string) =>
  `${notice('Login', 'You are currently not logged in! Enter your authentication credentials below to log in. You need to have cookies enabled to log in.')}<div class="centeralign">
<form id="dw__login" action="/doku.php?id=${escapeHtml(id)}" method="post" accept-charset="utf-8" class="doku_form"><input type="hidden" name="sectok" value="" /><input type="hidden" name="id" value="${escapeHtml(id)}" /><input type="hidden" name="do" value="login" /><div class="no"><fieldset >
<legend>Log In</legend><label for="focus__this" class="block"><span>Username</span> <input name="u" type="text" id="focus__this" class="edit" value="" /></label><br>
<label class="block"><span>Password</span> <input name="p" type="password" class="block edit" value="" /></label><br>
<button value="1" type="submit">Log In</button></fieldset></div></form></div>`;

function loginPage(wiki: DokuInstance, call: DokuCall, id: string): Response {
  return wikiPage(wiki, call, { id, action: 'login', browserTitle: 'Login', content: loginForm(id) });
}

/** Status 200, and a sign-in form for whoever could have more rights. */
function denied(wiki: DokuInstance, call: DokuCall, id: string): Response {
  const content = notice('Permission Denied', 'Sorry, you don&#039;t have enough rights to continue.');
  return wikiPage(wiki, call, {
    id,
    action: 'denied',
    content: content + (call.person ? '' : loginForm(id)),
  });
}

function show(
  wiki: DokuInstance,
  call: DokuCall,
  id: string,
  page: DokuPage | null,
  messages: readonly string[] = [],
): Response {
  if (!page) {
    const text =
      'You&#039;ve followed a link to a topic that doesn&#039;t exist yet. If permissions allow, you may create it by clicking on <strong>Create this page</strong>.';
    return wikiPage(wiki, call, {
      id,
      action: 'show',
      content: notice('This topic does not exist yet', text),
      messages,
    });
  }
  const asked = Number(call.url.searchParams.get('rev') ?? 0);
  const current = currentOf(page);
  const revision = page.revisions.find(({ seconds }) => seconds === asked) ?? current;
  const isCurrent = revision === current;
  const rendered = renderMarkup(revision.text);
  const old = '<p>\n<strong>This is an old revision of the document!</strong>\n</p>\n<hr />\n';
  return wikiPage(wiki, call, {
    id,
    action: 'show',
    content: (isCurrent ? '' : old) + tableOfContents(rendered) + rendered.html,
    isCurrent,
    revision,
    messages,
  });
}

/** From three headings on. */
function tableOfContents({ headings }: RenderedPage): string {
  if (headings.length < 3) return '';
  const items = headings.map(
    ({ level, anchor, text }) =>
      `<li class="level${level}"><div class="li"><a href="#${anchor}">${escapeHtml(text)}</a></div></li>`,
  );
  return `<!-- TOC START -->\n<div id="dw__toc" class="dw__toc">\n<h3 class="toggle">Table of Contents</h3>\n<div>\n\n<ul class="toc">\n${items.join('\n')}\n</ul>\n</div>\n</div>\n<!-- TOC END -->\n`;
}

function exported(wiki: DokuInstance, call: DokuCall, page: DokuPage, action: string): Response {
  const { text } = currentOf(page);
  if (action === 'export_raw') {
    return new Response(text, { headers: { 'content-type': 'text/plain; charset=utf-8' } });
  }
  const rendered = renderMarkup(text);
  if (action === 'export_xhtmlbody') return htmlAnswer(rendered.html);
  const head = metaHeaders(wiki, call, { id: page.id, action, content: '', isCurrent: true });
  return htmlAnswer(
    `<!DOCTYPE html>\n<html lang="en" dir="ltr">\n<head>\n  <meta charset="utf-8" />\n  <title>${page.id}</title>\n${head}\n</head>\n<body>\n<div class="dokuwiki export">\n${tableOfContents(rendered)}${rendered.html}</div>\n</body>\n</html>\n`,
  );
}

function revisions(wiki: DokuInstance, call: DokuCall, id: string, page: DokuPage | null): Response {
  const lines = [...(page?.revisions ?? [])]
    .reverse()
    .map(
      ({ seconds, author, summary }, at) =>
        `<li class=""><div class="li"><input name="rev2[]" type="checkbox" value="${seconds}" /> <span class="date">${shownTime(seconds)}</span> <a href="/doku.php?id=${id}${at === 0 ? '' : `&rev=${seconds}`}" class="wikilink1">${id}</a> <span class="sum"> – ${summary}</span> <span class="user"><bdi>${author}</bdi></span> ${at === 0 ? '(current)' : ''}</div></li>`,
    );
  const intro = notice('Old Revisions', 'These are the older revisons of the current document.');
  return wikiPage(wiki, call, {
    id,
    action: 'revisions',
    browserTitle: `${id} - Old revisions`,
    content: `${intro}<form id="page__revisions" class="changes doku_form" action="/doku.php?id=${id}&amp;do=revisions" method="post" accept-charset="utf-8"><div class="no"><ul >${lines.join('')}</ul></div></form><div class="pagenav"></div>`,
  });
}

function source(wiki: DokuInstance, call: DokuCall, page: DokuPage): Response {
  const content = `<p>\nThis page is read only. You can view the source, but not change it. Ask your administrator if you think this is wrong.\n</p>\n<div class="editBox" role="application"><form id="dw__editform" action="/doku.php?id=${page.id}&amp;do=edit" method="post" accept-charset="utf-8" class="doku_form"><textarea name="wikitext" readonly="readonly" id="wiki__text" class="edit" rows="10" cols="80">\n${escapeHtml(currentOf(page).text)}</textarea></form></div>`;
  return wikiPage(wiki, call, { id: page.id, action: 'source', content });
}

/** The namespaces at the top, whoever may read in them: that is how the index comes unless it was told to hide some. */
function index(wiki: DokuInstance, call: DokuCall, id: string): Response {
  const names = new Set(
    wiki.pages.flatMap((page) => (page.id.includes(':') ? [page.id.split(':')[0] ?? ''] : [])),
  );
  const folders = [...names]
    .sort()
    .map(
      (name) =>
        `<li class="closed"><div class="li"><a href="/doku.php?id=${id}&amp;idx=${name}" title="${name}" class="idx_dir"><strong>${name}</strong></a></div></li>`,
    );
  const loose = readablePages(wiki, call.person)
    .filter((page) => !page.id.includes(':'))
    .map(
      (page) =>
        `<li class="level1"><div class="li"><a href="/doku.php?id=${page.id}" class="wikilink1" title="${page.id}" data-wiki-id="${page.id}">${page.id}</a></div></li>`,
    );
  const intro = notice('Sitemap', 'This is a sitemap over all available pages ordered by namespaces.');
  return wikiPage(wiki, call, {
    id,
    action: 'index',
    browserTitle: 'Sitemap',
    content: `${intro}<div id="index__tree" class="index__tree">\n<ul class="idx">\n${[...folders, ...loose].join('\n')}\n</ul>\n</div>`,
  });
}

function checkUp({ person }: DokuCall): string[] {
  const who = person
    ? [
        `You are currently logged in as ${person.id} (${escapeHtml(person.name)})`,
        `You are part of the groups ${['user', ...person.groups].join(', ')}`,
      ]
    : ['You are currently not logged in'];
  return [...who, 'Your current permission for this page is 1'];
}

export function currentOf(page: DokuPage): DokuRevision {
  const revision = page.revisions.at(-1);
  if (!revision) throw new Error(`${page.id} has no revision`);
  return revision;
}
