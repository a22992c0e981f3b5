import { agoOrDate } from '../../../atlassian/instant';
import type { Call } from '../../../atlassian/server';
import { currentOf, tinyCode, type ConfluencePage, type PageVersion } from '../../../confluence-dc/records';
import { escapeHtml } from '../../../markdown';
import { hasLicence } from '../../accounts';
import type { AtlassianCloud } from '../../instance';
import { element, hashedClass, link } from '../../pages/markup';
import { BASE, webPath } from '../instance';
import { renderedBody } from './render';
import type { CloudPageParts } from './shell';

/** A page, blog post or old version of one, as people read it. */
export function articleParts(
  cloud: AtlassianCloud,
  call: Call,
  page: ConfluencePage,
  version: PageVersion,
): CloudPageParts {
  const { title, markdown } = version;
  const name = (id: string) => escapeHtml(cloud.company.person(id).name);
  const changed = agoOrDate(version.when, cloud.now(), cloud.zone, 'confluence');
  const old = version === currentOf(page) ? '' : oldVersionNote(page, version);
  const main = `${toolbar(call, page)}
<div id="content" class="${hashedClass('content')}">${old}
<h1 id="title-text" class="${hashedClass('title')}"><span data-testid="title-text">${escapeHtml(title)}</span></h1>
${element('div', 'page-byline', `By ${name(page.author)}, last updated by ${name(version.by)}: ${changed}`)}
<div class="ak-renderer-wrapper is-full-page" data-testid="renderer-container"><div class="ak-renderer-document">
${renderedBody(cloud, markdown)}</div><!-- /renderer --></div>
${labels(page)}</div>
${comments(cloud, page)}
${element('a', 'share-link', 'Copy link', `href="${BASE}/x/${tinyCode(page.id)}"`)}`;
  return { title: `${title} - ${page.space.name}`, space: page.space, main };
}

/** Who may not edit has no such button: then nothing on the page says its id but the address. */
function toolbar(call: Call, page: ConfluencePage): string {
  const mayEdit =
    hasLicence(call.person) && (call.person.id === page.author || call.person.roles.includes('admin'));
  const edit = mayEdit
    ? `<a id="editPageLink" data-testid="editPageLink" href="${BASE}/spaces/${page.space.key}/pages/edit-v2/${page.id}"><span>Edit</span></a>`
    : '';
  const restrictions =
    page.visibility === 'all'
      ? ''
      : element('button', 'page-restrictions-button', 'Restricted', 'type="button"');
  return element(
    'div',
    'object-header-container',
    `${edit}${restrictions}<button type="button">Share</button>`,
  );
}

function oldVersionNote({ space, id }: ConfluencePage, version: PageVersion): string {
  const current = link(`${BASE}/spaces/${space.key}/pages/${id}`, 'current version');
  return element(
    'div',
    'history-banner',
    `You are viewing an old version (v. ${version.number}). View the ${current}.`,
  );
}

function labels({ labels: names, space }: ConfluencePage): string {
  const items = names.map((name) =>
    link(`${BASE}/label/${space.key}/${encodeURIComponent(name)}`, escapeHtml(name)),
  );
  return element('div', 'labels-section', items.join(' '));
}

function comments(cloud: AtlassianCloud, page: ConfluencePage): string {
  const items = page.comments.map(
    ({ id, author, markdown }) =>
      `<div id="comment-${id}" data-testid="comment-container">${element('span', 'comment-author', escapeHtml(cloud.company.person(author).name))}<div class="ak-renderer-wrapper is-comment"><div class="ak-renderer-document">${renderedBody(cloud, markdown)}</div></div></div>`,
  );
  return `<div id="comments-section" data-testid="comments-section">${items.join('')}<div class="ak-editor-content-area"><div class="ProseMirror" contenteditable="true" role="textbox" aria-label="Write a comment"><p><br></p></div></div></div>`;
}

/** The editor on a page or on an empty one; its text is nobody's page. */
export function editorParts(cloud: AtlassianCloud, page: ConfluencePage | null): CloudPageParts {
  const { title, markdown } = page ? currentOf(page) : { title: '', markdown: '' };
  const close = page ? BASE + webPath(page) : `${BASE}/home`;
  const main = `<div data-testid="ak-editor-fp-content-area" class="${hashedClass('editor')}">
<textarea name="editpages-title" data-test-id="editor-title" placeholder="Give this page a title">${escapeHtml(title)}</textarea>
<div class="ak-editor-content-area"><div class="ProseMirror" contenteditable="true" role="textbox" aria-label="Page editing area">${renderedBody(cloud, markdown) || '<p><br></p>'}</div></div></div>
<button id="publish-button" data-testid="publish-button" type="button">Publish</button> ${link(close, 'Close')}`;
  return { title: page ? `Edit - ${title} - ${page.space.name}` : 'Create page', main };
}
