import type { HostileMode } from '../atlassian/hostile';
import { escapeHtml } from '../markdown';
import { siteName, userId, wikiVersion, type WikiCall, type WikiInstance } from './instance';
import { dbKey, pagePath } from './store';

export interface WikiPageParts {
  /** Page name with its namespace, with spaces. */
  name: string;
  /** Browser title without the site's name. */
  browserTitle: string;
  heading: string;
  content: string;
  namespace?: number;
  specialName?: string;
  action?: 'view' | 'edit' | 'history';
  articleId?: number;
  revisionId?: number;
  currentRevisionId?: number;
  categories?: readonly string[];
  redirectedFrom?: string | null;
  /** ISO time of the shown revision. */
  edited?: string;
  contentLang?: { lang: string; dir: 'ltr' | 'rtl' };
  subtitle?: string;
  hostile?: HostileMode | null;
  status?: number;
}

/** A whole page of the wiki in the Vector legacy skin, as 1.39 writes it. */
export function wikiPage(wiki: WikiInstance, call: WikiCall, parts: WikiPageParts): Response {
  const lang = parts.contentLang;
  const contentAttributes = lang ? ` mw-content-${lang.dir}" lang="${lang.lang}" dir="${lang.dir}` : '';
  const page = `<!DOCTYPE html>
<html class="client-nojs" lang="en" dir="ltr">
<head>
<meta charset="UTF-8"/>
<title>${escapeHtml(parts.browserTitle)} - ${siteName}</title>
<script>document.documentElement.className="client-js";RLCONF=${scriptJson(pageConfig(wiki, call, parts))};
RLSTATE={"site.styles":"ready","user.styles":"ready"};RLPAGEMODULES=["site","mediawiki.page.ready","skins.vector.legacy.js"];</script>
<link rel="stylesheet" href="/s/wiki.css"/>
<meta name="generator" content="MediaWiki ${wikiVersion}"/>
<meta name="format-detection" content="telephone=no"/>
<meta name="viewport" content="width=1000"/>
<link rel="EditURI" type="application/rsd+xml" href="${wiki.baseUrl}/api.php?action=rsd"/>
</head>
<body class="${bodyClass(parts)}"${parts.hostile ? ` data-acme-hostile="${parts.hostile}"` : ''}><div id="mw-page-base" class="noprint"></div>
<div id="mw-head-base" class="noprint"></div>
<div id="content" class="mw-body" role="main">
	<a id="top"></a>
	<div id="siteNotice"></div>
	<div class="mw-indicators"></div>
	<h1 id="firstHeading" class="firstHeading mw-first-heading">${parts.heading}</h1>
	<div id="bodyContent" class="vector-body">
		<div id="siteSub" class="noprint">From ${siteName}</div>
		<div id="contentSub">${parts.subtitle ?? ''}</div>
		<div id="mw-content-text" class="mw-body-content${contentAttributes}">${parts.content}
<div class="printfooter" data-nosnippet="">Retrieved from "<a dir="ltr" href="${wiki.baseUrl}${pagePath(parts.name)}">${escapeHtml(wiki.baseUrl + pagePath(parts.name))}</a>"</div></div>
		${categoryLinks(parts.categories ?? [])}
	</div>
</div>
${navigation(call, parts)}
${footer(parts)}
${parts.hostile ? '<script src="/s/hostile.js"></script>' : ''}
</body>
</html>`;
  return new Response(page, {
    status: parts.status ?? 200,
    headers: {
      'content-type': 'text/html; charset=UTF-8',
      'cache-control': 'private, must-revalidate, max-age=0',
    },
  });
}

function pageConfig(wiki: WikiInstance, { person }: WikiCall, parts: WikiPageParts): unknown {
  const namespace = parts.namespace ?? 0;
  const action = parts.action ?? 'view';
  const name = dbKey(parts.name);
  const title = namespace === 0 ? parts.name : parts.name.slice(parts.name.indexOf(':') + 1);
  const id = parts.articleId ?? 0;
  return {
    wgBreakFrames: action === 'edit',
    wgSeparatorTransformTable: ['', ''],
    wgCanonicalNamespace: canonicalNames[namespace] ?? '',
    wgCanonicalSpecialPageName: parts.specialName ?? false,
    wgNamespaceNumber: namespace,
    wgPageName: name,
    wgTitle: title,
    wgCurRevisionId: parts.currentRevisionId ?? 0,
    wgRevisionId: parts.revisionId ?? 0,
    wgArticleId: id,
    wgIsArticle: action === 'view' && namespace !== -1,
    wgIsRedirect: false,
    wgAction: action,
    wgUserName: person?.name ?? null,
    wgUserGroups: person ? ['*', 'user', 'autoconfirmed'] : ['*'],
    wgCategories: parts.categories ?? [],
    wgPageContentLanguage: parts.contentLang?.lang ?? 'en',
    wgPageContentModel: 'wikitext',
    wgRelevantPageName: name,
    wgRelevantArticleId: id,
    ...(person ? { wgUserId: userId(wiki, person), wgUserEditCount: 0 } : {}),
    wgIsProbablyEditable: namespace !== -1,
    ...(parts.redirectedFrom
      ? { wgRedirectedFrom: dbKey(parts.redirectedFrom), wgInternalRedirectTargetUrl: pagePath(parts.name) }
      : {}),
  };
}

const canonicalNames: Record<number, string> = {
  [-1]: 'Special',
  1: 'Talk',
  2: 'User',
  3: 'User_talk',
  6: 'File',
  12: 'Help',
  14: 'Category',
};

function bodyClass(parts: WikiPageParts): string {
  const namespace = parts.namespace ?? 0;
  const name = dbKey(parts.name).replace(/[^\p{L}\p{N}_-]/gu, '_');
  const kind = namespace === -1 ? 'ns-special' : namespace % 2 === 1 ? 'ns-talk' : 'ns-subject mw-editable';
  return `mediawiki ltr sitedir-ltr mw-hide-empty-elt ns-${namespace} ${kind} page-${name} rootpage-${name} skin-vector action-${parts.action ?? 'view'} skin-vector-legacy`;
}

function categoryLinks(categories: readonly string[]): string {
  if (categories.length === 0)
    return '<div id="catlinks" class="catlinks catlinks-allhidden" data-mw="interface"></div>';
  const items = categories.map(
    (name) =>
      `<li><a href="${pagePath(`Category:${name}`)}" title="Category:${escapeHtml(name)}">${escapeHtml(name)}</a></li>`,
  );
  return `<div id="catlinks" class="catlinks" data-mw="interface"><div id="mw-normal-catlinks" class="mw-normal-catlinks"><a href="/wiki/Special:Categories" title="Special:Categories">Categories</a>: <ul>${items.join('')}</ul></div></div>`;
}

function navigation({ person }: WikiCall, parts: WikiPageParts): string {
  const address = `/index.php?title=${encodeURIComponent(dbKey(parts.name))}`;
  const personal = person
    ? `<li id="pt-userpage" class="mw-list-item"><a class="new" href="${pagePath(`User:${person.name}`)}"><span>${escapeHtml(person.name)}</span></a></li><li id="pt-logout" class="mw-list-item"><a href="/index.php?title=Special:UserLogout"><span>Log out</span></a></li>`
    : `<li id="pt-login" class="mw-list-item"><a href="/index.php?title=Special:UserLogin&amp;returnto=${encodeURIComponent(parts.name)}"><span>Log in</span></a></li>`;
  return `<div id="mw-navigation"><h2>Navigation menu</h2><div id="mw-head">
<nav id="p-personal" class="vector-menu mw-portlet mw-portlet-personal vector-user-menu-legacy"><ul class="vector-menu-content-list">${personal}</ul></nav>
<div id="left-navigation"><nav id="p-namespaces" class="vector-menu vector-menu-tabs"><ul class="vector-menu-content-list"><li id="ca-nstab-main" class="selected mw-list-item"><a href="${pagePath(parts.name)}"><span>Page</span></a></li><li id="ca-talk" class="new mw-list-item"><a href="${pagePath(`Talk:${parts.name}`)}"><span>Discussion</span></a></li></ul></nav></div>
<div id="right-navigation"><nav id="p-views" class="vector-menu vector-menu-tabs"><ul class="vector-menu-content-list"><li id="ca-view" class="selected mw-list-item"><a href="${pagePath(parts.name)}"><span>Read</span></a></li><li id="ca-edit" class="mw-list-item"><a href="${address}&amp;action=edit"><span>Edit</span></a></li><li id="ca-history" class="mw-list-item"><a href="${address}&amp;action=history"><span>View history</span></a></li></ul></nav>
<div id="p-search" role="search" class="vector-search-box"><form action="/index.php" id="searchform"><input type="search" name="search" placeholder="Search ${siteName}" id="searchInput"><input type="hidden" name="title" value="Special:Search"></form></div></div></div>
<div id="mw-panel"><div id="p-logo" role="banner"><a class="mw-wiki-logo" href="/wiki/Main_Page" title="Visit the main page">Acme<br>IT Wiki</a></div>
<nav id="p-navigation" class="vector-menu portal"><h3 id="p-navigation-label">Navigation</h3><ul class="vector-menu-content-list"><li id="n-mainpage-description" class="mw-list-item"><a href="/wiki/Main_Page"><span>Main page</span></a></li><li id="n-recentchanges" class="mw-list-item"><a href="/wiki/Special:RecentChanges"><span>Recent changes</span></a></li></ul></nav>
<nav id="p-tb" class="vector-menu portal"><h3 id="p-tb-label">Tools</h3><ul class="vector-menu-content-list"><li id="t-specialpages" class="mw-list-item"><a href="/wiki/Special:SpecialPages"><span>Special pages</span></a></li><li id="t-permalink" class="mw-list-item"><a href="${address}&amp;oldid=${parts.revisionId ?? 0}"><span>Permanent link</span></a></li></ul></nav></div></div>`;
}

function footer({ edited }: WikiPageParts): string {
  const shown = edited
    ? `<li id="footer-info-lastmod"> This page was last edited on ${lastEdited(edited)}.</li>`
    : '';
  return `<footer id="footer" class="mw-footer" role="contentinfo"><ul id="footer-info">${shown}</ul><ul id="footer-places"><li id="footer-places-about"><a href="/wiki/Main_Page">About ${siteName}</a></li></ul></footer>`;
}

/** `12 October 2026, at 08:10` */
export function lastEdited(at: string): string {
  const day = new Intl.DateTimeFormat('en-GB', {
    timeZone: 'UTC',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  });
  return `${day.format(new Date(at))}, at ${at.slice(11, 16)}`;
}

/** JSON that cannot end the script element it stands in. */
function scriptJson(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll('<', '\\u003C')
    .replaceAll('&', '\\u0026')
    .replaceAll('\u2028', '\\u2028');
}
