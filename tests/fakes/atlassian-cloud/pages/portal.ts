import { hostileMode } from '../../atlassian/hostile';
import { agoOrDate } from '../../atlassian/instant';
import { html, redirect, type Call, type Route } from '../../atlassian/server';
import type { Person } from '../../company';
import { viewBody } from '../../confluence-dc/body';
import { currentOf } from '../../confluence-dc/records';
import { viewOf } from '../../jira-dc/pages/issue-view';
import type { JiraIssue } from '../../jira-dc/records';
import { escapeHtml } from '../../markdown';
import { renderAdf } from '../adf-html';
import type { AtlassianCloud } from '../instance';
import { findArticle, findArticles } from '../jsm/knowledge';
import { findRequest, requestsFor, serviceDesks, type ServiceDesk } from '../jsm/requests';
import { hashedClass, link } from './markup';
import { portalLoginPage, toPortalSignIn } from './notices';

type PortalCall = Call & { readonly person: Person };
type Handle = (call: PortalCall, desk: ServiceDesk, groups: Record<string, string>) => PortalView | null;
interface PortalView {
  title: string;
  body: string;
}

/** The service desk's door for customers: whole pages without the application's test ids, and never an internal note. */
export function portalRoutes(cloud: AtlassianCloud): Route[] {
  const root = '^/servicedesk/customer/';
  const inPortal = (below: string, handle: Handle): Route => ({
    method: 'GET',
    path: new RegExp(`${root}portal/(?<portal>\\d+)${below}/?$`),
    handle: (call, groups) => {
      const desk = serviceDesks(cloud).find(({ id }) => id === groups.portal);
      if (!call.person) return toPortalSignIn(call);
      const view = desk ? handle({ ...call, person: call.person }, desk, groups) : null;
      return view ? portalPage(cloud, call, view) : portalPage(cloud, call, missing, 404);
    },
  });
  const page = (below: string, view: (call: PortalCall) => PortalView): Route => ({
    method: 'GET',
    path: new RegExp(`${root}${below}/?$`),
    handle: (call) =>
      call.person ? portalPage(cloud, call, view({ ...call, person: call.person })) : toPortalSignIn(call),
  });
  return [
    {
      method: 'GET',
      path: new RegExp(`${root}user/login$`),
      handle: (call) => (call.person ? redirect('/servicedesk/customer/portals') : portalLoginPage(call)),
    },
    page('portals', (call) => helpCentre(cloud, call)),
    page('user/requests', (call) => ({
      title: 'Requests',
      body: requestList(
        requestsFor(cloud, call.person).filter(({ reporter }) => reporter === call.person.id),
      ),
    })),
    inPortal('', (_call, desk) => portalHome(desk)),
    inPortal('/create/(?<type>\\d+)', (_call, desk) => newRequest(desk)),
    inPortal('/article/(?<article>\\d+)', (call, _desk, { article = '' }) =>
      articleView(cloud, call, article),
    ),
    inPortal('/(?<key>[A-Za-z][A-Za-z0-9_]+-[1-9][0-9]*)', (call, desk, { key = '' }) => {
      const issue = findRequest(cloud, call.person, key);
      return issue?.project.id === desk.project.id ? requestView(cloud, call, issue) : null;
    }),
    {
      method: 'GET',
      path: /^\/servicedesk\//,
      handle: (call) => (call.person ? portalPage(cloud, call, missing, 404) : toPortalSignIn(call)),
    },
  ];
}

const missing: PortalView = {
  title: 'Request not found',
  body: '<h1>Sorry, we couldn’t find that</h1><p>It may have been removed, or you may not have permission to see it.</p>',
};

function portalPage(cloud: AtlassianCloud, call: Call, view: PortalView, status = 200): Response {
  const hostile = hostileMode(call.url);
  return html(
    `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${escapeHtml(view.title)} - Jira Service Management</title>
<meta name="application-name" content="JIRA" data-name="jira" data-version="${cloud.version}">
<meta name="ajs-cloud-id" content="${cloud.cloudId}">
<meta name="ajs-atlassian-account-id" content="${call.person ? cloud.accounts.idOf(call.person.id) : ''}">
<link rel="stylesheet" href="/s/cloud.css">
</head>
<body${hostile ? ` data-acme-hostile="${hostile}"` : ''}>
<div id="customer-portal-app" class="${hashedClass('portal')}">
<header><a href="/servicedesk/customer/portals">Help Center</a> <a href="/servicedesk/customer/user/requests">Requests</a><span>${escapeHtml(call.person?.name ?? '')}</span></header>
<main id="main">${view.body}</main>
</div>${hostile ? '<script src="/s/hostile.js"></script>' : ''}
</body>
</html>`,
    status,
  );
}

function helpCentre(cloud: AtlassianCloud, call: PortalCall): PortalView {
  const query = call.url.searchParams.get('q')?.trim() ?? '';
  const [desk] = serviceDesks(cloud);
  const found = query === '' ? [] : findArticles(cloud, call.person, query, false);
  const hits = found.map(
    ({ page, title, excerpt }) =>
      `<li>${link(`/servicedesk/customer/portal/${desk?.id ?? '1'}/article/${page.id}`, escapeHtml(title))}<p>${escapeHtml(excerpt)}</p></li>`,
  );
  const portals = serviceDesks(cloud).map(
    ({ id, project }) => `<li>${link(`/servicedesk/customer/portal/${id}`, escapeHtml(project.name))}</li>`,
  );
  return {
    title: 'Help Center',
    body: `<h1>Welcome to the Help Center</h1><form role="search"><input name="q" value="${escapeHtml(query)}" placeholder="Find help and services"></form><ul>${hits.join('')}</ul><h2>Portals</h2><ul>${portals.join('')}</ul>`,
  };
}

function portalHome({ id, project }: ServiceDesk): PortalView {
  return {
    title: project.name,
    body: `<h1>${escapeHtml(project.name)}</h1><ul><li>${link(`/servicedesk/customer/portal/${id}/create/27`, 'Report something that is broken')}</li></ul>`,
  };
}

function newRequest({ project }: ServiceDesk): PortalView {
  return {
    title: `Contact ${project.name}`,
    body: `<h1>Report something that is broken</h1><form><label for="summary">Summary</label><input id="summary" name="summary"><label for="description">What can we help you with?</label><textarea id="description" name="description" rows="8"></textarea></form>`,
  };
}

function requestList(issues: readonly JiraIssue[]): string {
  const rows = issues.map(
    ({ key, summary, status }) =>
      `<tr><td>${link(`/servicedesk/customer/portal/3/${key}`, key)}</td><td>${link(`/servicedesk/customer/portal/3/${key}`, escapeHtml(summary))}</td><td>${escapeHtml(status)}</td></tr>`,
  );
  return `<h1>Requests</h1><table><tbody>${rows.join('\n')}</tbody></table>`;
}

/** What agents write among themselves is not in it, even for an agent. */
function requestView(cloud: AtlassianCloud, call: PortalCall, issue: JiraIssue): PortalView {
  const view = viewOf(issue, call.person, hostileMode(call.url));
  const hostile = hostileMode(call.url) !== null;
  const rich = (markup: string) => (hostile ? markup : renderAdf(cloud.toAdf(markup)));
  const who = (id: string) => escapeHtml(cloud.company.person(id).name);
  const ago = (at: string) => agoOrDate(at, cloud.now(), cloud.zone, 'jira');
  const comments = view.comments
    .filter(({ internal }) => !internal)
    .map(
      ({ author, created, html: text }) =>
        `<li class="${hashedClass('activity')}"><div><strong>${who(author)}</strong> <time>${ago(created)}</time></div><div>${rich(text)}</div></li>`,
    );
  const description =
    view.description === null ? '' : `<h2>Description</h2><div>${rich(view.description)}</div>`;
  return {
    title: `${view.key} ${view.summary}`,
    body: `<nav aria-label="Breadcrumbs"><a href="/servicedesk/customer/portals">Help Center</a> / <a href="/servicedesk/customer/portal/3">${escapeHtml(issue.project.name)}</a> / <span>${view.key}</span></nav>
<h1>${escapeHtml(view.summary)}</h1>
<aside><h2>Status</h2><span>${escapeHtml(issue.status)}</span><h2>Shared with</h2><span>${who(issue.reporter)}</span></aside>
<section><div>${who(issue.reporter)} raised this on ${ago(issue.created)}</div>${description}</section>
<section><h2>Activity</h2><ul>${comments.join('\n')}</ul><textarea placeholder="Add a comment" aria-label="Add a comment" rows="3"></textarea></section>`,
  };
}

function articleView(cloud: AtlassianCloud, call: PortalCall, id: string): PortalView | null {
  const page = findArticle(cloud, call.person, id);
  if (!page) return null;
  const { title, markdown } = currentOf(page);
  const body = viewBody(markdown, { store: cloud.confluence, contextPath: '/wiki', title });
  return {
    title,
    body: `<article><h1>${escapeHtml(title)}</h1><div class="wiki-content">${body}</div></article>`,
  };
}
