import { hostileMode } from '../atlassian/hostile';
import { escapeHtml } from '../markdown';
import type { SharepointCall, SharepointInstance } from './instance';

interface Shown {
  title: string;
  /** Server-relative, decoded. */
  path: string;
  web: string;
  id?: number;
}

/** A modern page: a shell with its facts; the script draws the canvas, part by part, as the product does. */
export function modernPage(
  share: SharepointInstance,
  call: SharepointCall,
  shown: Shown & { parts: readonly string[] },
): Response {
  const mode = hostileMode(call.url);
  const data = { title: shown.title, parts: shown.parts };
  return page(
    `<!DOCTYPE html>
<html lang="en-us" dir="ltr"><head><meta charset="utf-8"><meta name="GENERATOR" content="Microsoft SharePoint">
<title>${escapeHtml(shown.title)}</title><link rel="stylesheet" href="/s/sharepoint.css">
<script>var g_responseEnd=0;var _spPageContextInfo=${scriptJson(contextOf(share, call, shown))};</script>
</head><body class="SPPageChrome"${mode ? ` data-acme-hostile="${mode}"` : ''}>
<div id="SuiteNavWrapper"><div id="O365_NavHeader">SharePoint</div></div>
<div id="spoAppComponent"><div class="SPPageChrome-app"><header><a href="${share.origin}${shown.web}">${escapeHtml(share.store.titleOfWeb(shown.web))}</a></header><div id="spPageChromeAppDiv" data-automation-id="contentScrollRegion" role="main"></div></div></div>
<script type="application/json" id="acme-page">${scriptJson(data)}</script>
<script src="/s/page.js"></script>
</body></html>`,
  );
}

/** A page of the classic experience, drawn by the server. */
export function classicPage(
  share: SharepointInstance,
  call: SharepointCall,
  shown: Shown & { content: string },
): Response {
  return page(
    `<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">
<html lang="en-us" dir="ltr"><head><meta name="GENERATOR" content="Microsoft SharePoint"><title>
	${escapeHtml(shown.title)}
</title><link rel="stylesheet" href="/s/sharepoint.css"></head><body>
<form method="post" action="./${escapeHtml(shown.path.slice(shown.path.lastIndexOf('/') + 1))}" id="aspnetForm">
<script type="text/javascript">
//<![CDATA[
var _spPageContextInfo={${classicContext(contextOf(share, call, shown))}};var L_Menu_BaseUrl="${shown.web}";
//]]>
</script>
<input type="hidden" name="__REQUESTDIGEST" id="__REQUESTDIGEST" value="0x7D,22 Nov 2026 12:00:00 -0000">
<div id="s4-workspace"><div id="s4-bodyContainer"><div id="s4-titlerow"><h1 id="pageTitle" class="ms-core-pageTitle"><span id="DeltaPlaceHolderPageTitleInTitleArea"><span><span><a href="${shown.web}">${escapeHtml(share.store.titleOfWeb(shown.web))}</a></span></span> ${escapeHtml(shown.title)}</span></h1></div>
<div id="contentRow"><div id="sideNavBox"><ul class="root"><li><a href="/SitePages/Home.aspx">Home</a></li></ul></div>
<div id="contentBox"><div id="DeltaPlaceHolderMain"><a id="mainContent" tabindex="-1"></a>${shown.content}</div></div></div></div></div>
</form></body></html>`,
  );
}

/** A page of the system: no canvas, no article. */
export function noticePage(
  share: SharepointInstance,
  call: SharepointCall,
  title: string,
  content: string,
  status = 200,
): Response {
  const shown = { title, path: call.url.pathname, web: '' };
  return page(
    `<!DOCTYPE html><html lang="en-us"><head><title>${escapeHtml(title)}</title>
<script>var _spPageContextInfo=${scriptJson(contextOf(share, call, shown))};</script></head><body><h1>${escapeHtml(title)}</h1>${content}</body></html>`,
    status,
  );
}

function contextOf({ origin, store }: SharepointInstance, { person }: SharepointCall, shown: Shown) {
  return {
    webServerRelativeUrl: shown.web || '/',
    webAbsoluteUrl: origin + shown.web,
    siteAbsoluteUrl: origin + shown.web,
    serverRequestPath: shown.path,
    layoutsUrl: '_layouts/15',
    webTitle: store.titleOfWeb(shown.web),
    webLanguage: 1033,
    pageItemId: shown.id ?? -1,
    listId: shown.id === undefined ? undefined : '{7d0c7c3e-4c1b-4a59-8d0e-1f2a3b4c5d6e}',
    userId: person ? store.company.people.indexOf(person) + 9 : 0,
    userLoginName: person?.email ?? '',
    userDisplayName: person?.name ?? '',
    formDigestValue: '0x7D,22 Nov 2026 12:00:00 -0000',
  };
}

/** The classic experience writes keys bare and slashes as escapes. */
function classicContext(context: Record<string, unknown>): string {
  return Object.entries(context)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}:${scriptJson(value).replaceAll('/', '\\u002f')}`)
    .join(',');
}

function page(html: string, status = 200): Response {
  return new Response(html, {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'private, max-age=0',
      microsoftsharepointteamservices: '16.0.0.26002',
    },
  });
}

/** JSON that cannot end the script element it stands in. */
function scriptJson(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll('<', '\\u003C')
    .replaceAll('&', '\\u0026')
    .replaceAll('\u2028', '\\u2028');
}
