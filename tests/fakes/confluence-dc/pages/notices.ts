import { html, type Call } from '../../atlassian/server';
import { escapeHtml } from '../../markdown';
import { plainBody } from '../body';
import type { ConfluenceInstance } from '../instance';
import { currentOf, webPath, type ConfluencePage } from '../records';
import { pageMetas } from './article-page';
import { confluencePage } from './layout';

/** The sign-in form; answers 200 also after wrong words. */
export function loginPage(
  confluence: ConfluenceInstance,
  call: Call,
  problem: string | null,
  destination: string,
): Response {
  const message = problem
    ? `<div class="aui-message aui-message-error error">${escapeHtml(problem)}</div>`
    : '';
  return confluencePage(confluence, call, {
    title: 'Log In',
    bodyClass: 'login aui-page-focused aui-page-size-medium',
    body: `<div id="content" class="login-section"><h1>Log in</h1>${message}
<form name="loginform" id="login-form" class="aui login-form-container" method="POST" action="${confluence.contextPath}/dologin.action">
<div class="field-group"><label for="os_username">Username</label><input id="os_username" class="text" type="text" name="os_username" autocomplete="username" autofocus></div>
<div class="field-group"><label for="os_password">Password</label><input id="os_password" class="password text" type="password" name="os_password" autocomplete="current-password"></div>
<div class="field-group"><label><input id="os_cookie" type="checkbox" name="os_cookie" value="true"> Remember me</label></div>
<input type="hidden" name="os_destination" value="${escapeHtml(destination)}">
<input id="loginButton" class="aui-button aui-button-primary" name="login" type="submit" value="Log in"></form></div>`,
  });
}

/** For somebody who is signed in and may not see the page: the product's page without any of the other one. */
export function notPermittedPage(confluence: ConfluenceInstance, call: Call): Response {
  return confluencePage(confluence, call, {
    title: 'Not Permitted',
    status: confluence.settings.notPermittedStatus,
    body: '<div id="main-header"><div id="title-heading" class="pagetitle"><h1 id="title-text">Not permitted</h1></div></div><div id="content" class="page-not-permitted"><div class="aui-message aui-message-warning warning"><p>You do not have permission to view this page. Ask the person who shared it with you to grant it.</p></div></div>',
  });
}

export function missingPage(confluence: ConfluenceInstance, call: Call): Response {
  if (call.path.startsWith('/s/')) return html('', 404);
  return confluencePage(confluence, call, {
    title: 'Page Not Found',
    status: 404,
    body: '<div id="main-header"><h1 id="title-text">Page Not Found</h1></div><div id="content" class="page-not-found"><p>The page you were looking for does not exist, was moved, or was renamed.</p></div>',
  });
}

export function dashboardPage(
  confluence: ConfluenceInstance,
  call: Call,
  pages: readonly ConfluencePage[],
): Response {
  const recent = [...pages].sort((a, b) => currentOf(b).when.localeCompare(currentOf(a).when)).slice(0, 12);
  return confluencePage(confluence, call, {
    title: 'Dashboard',
    bodyClass: 'dashboard',
    body: `<div id="content"><h1>All updates</h1><ul class="update-items">${recent.map((page) => pageRow(confluence, page)).join('')}</ul></div>`,
  });
}

export function searchPage(
  confluence: ConfluenceInstance,
  call: Call,
  query: string,
  pages: readonly ConfluencePage[],
): Response {
  const rows = pages.map((page) => {
    const text = plainBody(currentOf(page).markdown).replace(/\s+/g, ' ').slice(0, 220);
    return `<li><h3><a class="search-result-link visitable" href="${confluence.contextPath}${webPath(page)}">${escapeHtml(currentOf(page).title)}</a></h3><div class="highlights">${escapeHtml(text)}…</div><div class="search-result-meta">${escapeHtml(page.space.name)}</div></li>`;
  });
  return confluencePage(confluence, call, {
    title: `Search: ${query}`,
    bodyClass: 'search-results',
    body: `<div id="content"><form id="search-form" action="${confluence.contextPath}/dosearchsite.action"><input class="text" id="search-filter-input" name="queryString" value="${escapeHtml(query)}"></form><ol class="search-results cell">${rows.join('') || '<li class="search-no-results">No results found.</li>'}</ol></div>`,
  });
}

/** Information, history and attachments: pages about a page, which carry its id. */
export function aboutPage(
  confluence: ConfluenceInstance,
  call: Call,
  page: ConfluencePage,
  what: string,
): Response {
  const { title } = currentOf(page);
  const rows = [...page.versions]
    .reverse()
    .map(
      ({ number, when, by }) =>
        `<tr><td>v. ${number}</td><td>${when.slice(0, 10)}</td><td>${escapeHtml(confluence.store.company.person(by).name)}</td></tr>`,
    );
  return confluencePage(confluence, call, {
    title: `${what} - ${title} - ${page.space.name}`,
    space: page.space,
    metas: pageMetas(page, { id: page.id, latestId: page.id, title }),
    body: `<div id="main-header"><h1 id="title-text"><a href="${confluence.contextPath}${webPath(page)}">${escapeHtml(title)}</a></h1></div><div id="content" class="page-${what.toLowerCase()}"><h2>${what}</h2><table class="aui pageInfoTable" id="page-history-container"><tbody>${rows.join('')}</tbody></table></div>`,
  });
}

/** The editor: the text stands in a frame, and the page's id is in the head all the same. */
export function editPage(
  confluence: ConfluenceInstance,
  call: Call,
  page: ConfluencePage,
  editorHtml: string,
): Response {
  const { title } = currentOf(page);
  const frame = `<!DOCTYPE html><html><body id="tinymce" class="mce-content-body wiki-content" contenteditable="true">${editorHtml}</body></html>`;
  return confluencePage(confluence, call, {
    title: `Edit - ${title} - ${page.space.name}`,
    space: page.space,
    bodyClass: 'contenteditor edit',
    metas: {
      ...pageMetas(page, { id: page.id, latestId: page.id, title }),
      'ajs-draft-id': page.id,
      'ajs-editor-mode': 'richtext',
    },
    body: editorBody(title, frame, `${confluence.contextPath}${webPath(page)}`),
  });
}

export function createPage(confluence: ConfluenceInstance, call: Call): Response {
  return confluencePage(confluence, call, {
    title: 'Add Page',
    bodyClass: 'contenteditor create',
    metas: { 'ajs-content-type': 'page', 'ajs-editor-mode': 'richtext' },
    body: editorBody(
      '',
      '<!DOCTYPE html><html><body id="tinymce" contenteditable="true"><p><br></p></body></html>',
      '/',
    ),
  });
}

/** The work box that every page holds in a frame. */
export function notificationsPage(confluence: ConfluenceInstance, call: Call): Response {
  return confluencePage(confluence, call, {
    title: 'Notifications',
    bare: true,
    bodyClass: 'mw-popup',
    body: '<div id="mw-container"><h2>Notifications</h2><ul class="mw-list"><li class="mw-notification">Nils Brandt mentioned you on VPN error 809</li><li class="mw-notification">Hana Weiss shared a page with you</li></ul></div>',
  });
}

function editorBody(title: string, frame: string, cancel: string): string {
  return `<form id="editpageform" class="editor aui" name="editpageform"><div id="editor-precursor"><input type="text" id="content-title" name="title" class="text pagetitle" value="${escapeHtml(title)}" placeholder="Page title"></div>
<div id="wysiwyg"><iframe id="wysiwygTextarea_ifr" title="Rich Text Area" srcdoc="${escapeHtml(frame)}"></iframe><textarea id="wysiwygTextarea" name="wysiwygContent" hidden></textarea></div>
<div id="savebar-container"><button id="rte-button-publish" class="aui-button aui-button-primary" type="button">Publish</button> <a id="rte-button-cancel" href="${cancel}">Close</a></div></form>`;
}

function pageRow({ contextPath }: ConfluenceInstance, page: ConfluencePage): string {
  return `<li class="update-item"><a href="${contextPath}${webPath(page)}">${escapeHtml(currentOf(page).title)}</a> <span class="update-item-space">${escapeHtml(page.space.name)}</span></li>`;
}
