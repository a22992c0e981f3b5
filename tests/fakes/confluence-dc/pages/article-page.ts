import { hostileMode, hostileText, type HostileMode } from '../../atlassian/hostile';
import { agoOrDate } from '../../atlassian/instant';
import type { Call } from '../../atlassian/server';
import { escapeHtml } from '../../markdown';
import { viewBody } from '../body';
import type { ConfluenceInstance } from '../instance';
import {
  ancestorsOf,
  currentOf,
  tinyCode,
  webPath,
  type ConfluencePage,
  type PageComment,
  type PageVersion,
} from '../records';
import { confluencePage, initials } from './layout';

/** What the page says of itself; a hostile flavour makes it differ from the record. */
interface View {
  id: string;
  latestId: string;
  title: string;
  html: string;
  comments: readonly PageComment[];
}

/** A page or one of its old versions, as people read it. */
export function articlePage(
  confluence: ConfluenceInstance,
  call: Call,
  page: ConfluencePage,
  version: PageVersion,
): Response {
  const { store, contextPath } = confluence;
  const mode = hostileMode(call.url);
  const html = viewBody(version.markdown, { store, contextPath, title: version.title });
  const id = version.historicalId ?? page.id;
  const view = bent({ id, latestId: page.id, title: version.title, html, comments: page.comments }, mode);
  return confluencePage(confluence, call, {
    title: view.title === '' ? '' : `${view.title} - ${page.space.name}`,
    space: page.space,
    metas: pageMetas(page, view, version),
    scripts: ['page.js'],
    hostile: mode,
    ...(mode === 'rtl' ? { lang: 'ar', dir: 'rtl' as const } : {}),
    body: `<div id="main-header"><div id="navigation" class="content-navigation view"><ul class="ajs-menu-bar"><li class="ajs-button normal"><a id="editPageLink" href="${contextPath}/pages/editpage.action?pageId=${page.id}" class="aui-button aui-button-subtle edit"><span><u>E</u>dit</span></a></li><li class="ajs-button normal"><a class="aui-button aui-button-subtle watch" href="#"><span>Watch</span></a></li><li class="ajs-button normal"><a id="action-view-history-link" class="aui-button aui-button-subtle" href="${contextPath}/pages/viewpreviousversions.action?pageId=${page.id}"><span>History</span></a></li></ul></div>
<div id="title-heading" class="pagetitle with-breadcrumbs"><div id="breadcrumb-section"><ol id="breadcrumbs">${breadcrumbs(confluence, page)}</ol></div>
<h1 id="title-text" class="with-breadcrumbs"><a href="${contextPath}${webPath(page)}">${escapeHtml(view.title)}</a></h1></div></div>
<div id="content" class="page view">
${version.historicalId === null ? '' : oldVersionNote(confluence, page, version)}
${modificationInfo(confluence, page, version)}
<div id="main-content" class="wiki-content">
${view.html}
</div>
${labels(confluence, page)}
${comments(confluence, view.comments)}
</div>`,
  });
}

function bent(view: View, mode: HostileMode | null): View {
  switch (mode) {
    case 'lie':
      return {
        ...view,
        id: '999999',
        latestId: '999999',
        title: hostileText.lieTitle,
        html: hostileText.lieHtml,
      };
    case 'huge': {
      const comment = { author: 'mateo.ruiz', when: '2026-11-17T09:00:00Z', markdown: hostileText.paragraph };
      const many = Array.from({ length: 5000 }, (_, index) => ({ ...comment, id: String(index) }));
      return { ...view, html: `<p>${hostileText.paragraph}</p>`.repeat(40_000), comments: many };
    }
    case 'rtl':
      return { ...view, title: hostileText.rtlTitle, html: hostileText.rtlHtml };
    case 'notitle':
      return { ...view, title: '' };
    default:
      return view;
  }
}

export function pageMetas(
  page: ConfluencePage,
  view: { id: string; latestId: string; title: string },
  version: PageVersion = currentOf(page),
): Record<string, string> {
  return {
    'ajs-page-id': view.id,
    'ajs-latest-page-id': view.latestId,
    'ajs-content-type': 'page',
    'ajs-page-title': view.title,
    'ajs-latest-published-page-title': view.title,
    'ajs-parent-page-id': page.id === page.space.homeId ? '' : page.space.homeId,
    'ajs-page-version': String(version.number),
    'ajs-can-remove-page': 'false',
  };
}

function breadcrumbs(confluence: ConfluenceInstance, page: ConfluencePage): string {
  const { contextPath, store } = confluence;
  const above = ancestorsOf(store, page).map(
    (ancestor) =>
      `<li><span><a href="${contextPath}${webPath(ancestor)}">${escapeHtml(currentOf(ancestor).title)}</a></span></li>`,
  );
  return [
    `<li class="first"><span><a href="${contextPath}/collector/pages.action?key=${page.space.key}">Pages</a></span></li>`,
    ...above,
  ].join('');
}

function modificationInfo(
  confluence: ConfluenceInstance,
  page: ConfluencePage,
  version: PageVersion,
): string {
  const { contextPath, store } = confluence;
  const name = (id: string) => escapeHtml(store.company.person(id).name);
  const link = (id: string, kind: string) =>
    `<span class='${kind}'> <a href="${contextPath}/display/~${id}" class="url fn confluence-userlink" data-username="${id}">${name(id)}</a></span>`;
  const changed = agoOrDate(version.when, confluence.now(), confluence.zone, 'confluence');
  const restricted =
    page.visibility === 'all'
      ? ''
      : '<li class="page-metadata-item noprint"><a id="content-metadata-page-restrictions" href="#" class="page-metadata-icon page-restrictions" title="Restrictions apply">🔒</a></li>';
  return `<div class="page-metadata"><ul>${restricted}<li class="page-metadata-modification-info">Created by ${link(page.author, 'author')}, last modified by ${link(version.by, 'editor')} on <a class='last-modified' title='Show changes' href='${contextPath}/pages/diffpagesbyversion.action?pageId=${page.id}'>${changed}</a></li></ul></div>`;
}

function oldVersionNote(
  { contextPath }: ConfluenceInstance,
  page: ConfluencePage,
  version: PageVersion,
): string {
  return `<div id="page-history-warning" class="aui-message aui-message-warning warning">You are viewing an old version of this page (v. ${version.number}). View the <a href="${contextPath}/pages/viewpage.action?pageId=${page.id}">current version</a>.</div>`;
}

function labels({ contextPath }: ConfluenceInstance, page: ConfluencePage): string {
  const items = page.labels.map(
    (label) =>
      `<li class="aui-label" data-label-id="${label}"><a class="aui-label-split-main" href="${contextPath}/label/${page.space.key}/${encodeURIComponent(label)}" rel="tag">${escapeHtml(label)}</a></li>`,
  );
  return `<div id="likes-and-labels-container"><div id="labels-section" class="pageSection group"><div class="labels-section-content content-column"><div class="labels-content"><ul class="label-list">${items.join('')}</ul></div></div></div><a id="tiny-link" href="${contextPath}/x/${tinyCode(page.id)}">Short link</a></div>`;
}

function comments(confluence: ConfluenceInstance, list: readonly PageComment[]): string {
  const { store, contextPath } = confluence;
  const items = list.map(({ id, author, when, markdown }) => {
    const person = store.company.person(author);
    const body = viewBody(markdown, { store, contextPath, title: '' });
    return `<li id="comment-thread-${id}" class="comment-thread"><div class="comment" id="comment-${id}"><p class="comment-user-logo"><span class="user-chip">${initials(person.name)}</span></p><div class="comment-header"><h4 class="author"><a href="${contextPath}/display/~${author}">${escapeHtml(person.name)}</a></h4></div><div class="comment-body"><div class="comment-content wiki-content">${body}</div><div class="comment-actions"><span class="comment-date">${agoOrDate(when, confluence.now(), confluence.zone, 'confluence')}</span></div></div></div></li>`;
  });
  const count = list.length === 0 ? 'No comments' : `${list.length} Comment${list.length === 1 ? '' : 's'}`;
  return `<div id="comments-section" class="pageSection group"><div class="section-header"><h2 id="comments-section-title" class="section-title">${count}</h2></div><ol class="comment-threads top-level" id="page-comments">${items.join('')}</ol><div class="quick-comment-container comment add"><form class="quick-comment-form aui" method="post" name="inlinecommentform" action="${contextPath}/pages/doaddcomment.action"><div class="quick-comment-prompt"><span>Write a comment…</span></div></form></div></div>`;
}
