import { escapeHtml } from '../markdown';
import { hostileMode } from './hostile';
import type { Call, Instance } from './instance';
import { page } from './layout';
import { lookUp } from './look-up';
import { noticePage } from './notices';
import { valueOf, type GlideRecord } from './record';

/** One article as a reader sees it. */
export interface ArticleView {
  number: string;
  sysId: string;
  title: string;
  html: string;
  base: string;
  author: string;
  updated: string;
  version: string;
  /** Set when this is not the article's newest version, or no longer published. */
  notice: string;
  views: string;
  lang: string;
}

/** The article for either of its ids; a sentence saying why not where it may not be shown. */
export function articleFor(instance: Instance, call: Call): ArticleView | string {
  const { searchParams } = call.url;
  const id =
    searchParams.get('sysparm_article') ?? searchParams.get('sys_kb_id') ?? searchParams.get('sys_id') ?? '';
  const record = lookUp(instance, call, 'kb_knowledge', id);
  if (record === 'not-found') return 'Knowledge record not found';
  if (record === 'forbidden') return 'You do not have sufficient privileges to access this knowledge item';
  return viewOfArticle(instance, call, record);
}

/** `/kb_view.do`: the whole article in the first answer. */
export function kbView(instance: Instance, call: Call): Response {
  const view = articleFor(instance, call);
  if (typeof view === 'string') return noticePage(call, view);
  const hostile = hostileMode(call.url);
  const title = hostile === 'notitle' ? '' : view.title;
  return page(call, {
    title: title ? `${view.number} - ${title}` : '',
    styles: ['classic.css'],
    bodyClass: 'classic kb_view',
    lang: view.lang,
    hostile,
    body: `
<nav class="navbar navbar-default"><a class="kb-home" href="/$knowledge.do">Knowledge</a><span>›</span><span>${escapeHtml(view.base)}</span></nav>
<div class="kb-view-content-wrapper">
  ${view.notice ? `<div class="outputmsg outputmsg_warning" role="alert">${escapeHtml(view.notice)}</div>` : ''}
  <div class="snc-article-header">
    <div class="snc-article-header-toolbar"><span id="articleNumberReadonly">${escapeHtml(view.number)}</span> <span class="kb-version">v${escapeHtml(view.version)}</span></div>
    <div class="snc-article-header-title"><div id="articleTitleReadonly" class="snc-article-header-title-readonly">${escapeHtml(title)}</div></div>
    <div class="snc-article-header-author">Authored by <span id="articleAuthor">${escapeHtml(view.author)}</span> · Updated <span id="articleModified">${escapeHtml(view.updated)}</span> · ${escapeHtml(view.views)} views</div>
  </div>
  <div id="articleContent" class="kb-view-content">${view.html}</div>
  <div class="snc-article-footer">Was this helpful? <button class="btn">Yes</button> <button class="btn">No</button></div>
</div>`,
  });
}

function viewOfArticle(instance: Instance, call: Call, record: GlideRecord): ArticleView {
  const shown = (field: string) => instance.store.display(record, field, call.person);
  const state = valueOf(record, 'workflow_state');
  const isOld = valueOf(record, 'latest') === 'false';
  return {
    number: valueOf(record, 'number'),
    sysId: record.sysId,
    title: valueOf(record, 'short_description'),
    html: valueOf(record, 'text'),
    base: shown('kb_knowledge_base'),
    author: shown('author'),
    updated: shown('sys_updated_on'),
    version: valueOf(record, 'version'),
    notice: isOld
      ? 'You are viewing an older version of this article.'
      : state === 'published'
        ? ''
        : `This article is in the state ${shown('workflow_state')}.`,
    views: shown('sys_view_count'),
    lang: valueOf(record, 'language'),
  };
}
