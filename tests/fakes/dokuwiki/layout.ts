import { escapeHtml } from '../markdown';
import { mayRead, pageById, wikiTitle, type DokuCall, type DokuInstance } from './instance';
import type { DokuRevision } from './pages';

export interface DokuView {
  readonly id: string;
  /** What JSINFO calls ACT. */
  readonly action: string;
  readonly browserTitle?: string;
  /** Between the comments. */
  readonly content: string;
  /** The page is there and shown as it is. */
  readonly isCurrent?: boolean;
  /** Shown under the text of an old revision; otherwise the current one's. */
  readonly revision?: DokuRevision;
  readonly messages?: readonly string[];
}

/** The default template's page. */
export function wikiPage(wiki: DokuInstance, call: DokuCall, view: DokuView): Response {
  const { id, action, browserTitle = id, content, messages = [] } = view;
  const { person } = call;
  const html = `<!DOCTYPE html>
<html lang="en" dir="ltr" class="no-js">
<head>
    <meta charset="utf-8" />
    <title>${escapeHtml(browserTitle)} [${wikiTitle}]</title>
    <script>(function(H){H.className=H.className.replace(/\\bno-js\\b/,'js')})(document.documentElement)</script>
    ${metaHeaders(wiki, call, view)}
    <meta name="viewport" content="width=device-width,initial-scale=1" />
</head>

<body>
    <div id="dokuwiki__site"><div id="dokuwiki__top" class="site dokuwiki mode_${action} tpl_dokuwiki${person ? ' loggedIn' : ''}">
<!-- ********** HEADER ********** -->
<header id="dokuwiki__header"><div class="pad group">
    <div class="headings group">
        <h1 class="logo"><a href="/doku.php?id=start" accesskey="h" title="Home [h]"><span>${wikiTitle}</span></a></h1>
    </div>
    <div class="tools group">
        <!-- USER TOOLS -->
        <div id="dokuwiki__usertools">
            <h3 class="a11y">User Tools</h3>
            <ul>
                ${userTools(wiki, call, id)}
            </ul>
        </div>
        <!-- SITE TOOLS -->
        <div id="dokuwiki__sitetools">
            <h3 class="a11y">Site Tools</h3>
            <form action="/doku.php?id=start" method="get" role="search" class="search doku_form" id="dw__search" accept-charset="utf-8"><input type="hidden" name="do" value="search" /><input type="hidden" name="id" value="${escapeHtml(id)}" /><div class="no"><input name="q" type="text" class="edit" title="[F]" value="" /><button value="1" type="submit" title="Search">Search</button></div></form>
        </div>
    </div>
</div></header><!-- /header -->
        <div class="wrapper group">
            <!-- ********** CONTENT ********** -->
            <main id="dokuwiki__content"><div class="pad group">
                ${messages.map((message) => `<div class="info">${message}</div>`).join('')}
                <div class="pageId"><span>${escapeHtml(id)}</span></div>
                <div class="page group">
                    <!-- wikipage start -->
                    ${content}
                    <!-- wikipage stop -->
                </div>
                <div class="docInfo">${docInfo(wiki, call, view)}</div>
                <hr class="a11y" />
            </div></main><!-- /content -->
        </div><!-- /wrapper -->
    </div></div><!-- /site -->
    <div id="screen__mode" class="no"></div></body>
</html>
`;
  return htmlAnswer(html);
}

export function htmlAnswer(html: string): Response {
  return new Response(html, {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store, no-cache, must-revalidate',
      vary: 'Cookie',
    },
  });
}

/** Whatever the page shows, when its text was changed, for those who may read it. */
function docInfo(wiki: DokuInstance, { person }: DokuCall, { id, revision }: DokuView): string {
  const page = pageById(wiki, id);
  const current = page?.revisions.at(-1);
  const shown = revision ?? current;
  if (!page || !shown || !mayRead(wiki, person, page)) return '';
  const file = id.replaceAll(':', '/') + (shown === current ? '.txt' : `.${shown.seconds}.txt.gz`);
  return `<bdi>${file}</bdi> · Last modified: ${shownTime(shown.seconds)} by <bdi>${shown.author}</bdi>`;
}

/** What stands in the head of every page, the plain export among them. */
export function metaHeaders(wiki: DokuInstance, { person }: DokuCall, view: DokuView): string {
  const { id, action, isCurrent } = view;
  const namespace = id.split(':').slice(0, -1).join(':');
  const info = { id, namespace, ACT: action, useHeadingNavigation: 0, useHeadingContent: 0 };
  const signature = person
    ? `var SIG=${script(` --- //[[${person.email}|${person.name}]] ${shownTime(wiki.now() / 1000)}//`)};`
    : '';
  const isRead = action === 'show' || action === 'export_xhtml';
  const canonical = wiki.baseUrl + (id === 'start' ? '/' : `/doku.php?id=${id}`);
  return [
    '<meta name="generator" content="DokuWiki"/>',
    ...(isRead ? [`<meta name="keywords" content="${escapeHtml(id.replaceAll(':', ','))}"/>`] : []),
    `<link rel="search" type="application/opensearchdescription+xml" href="/lib/exe/opensearch.php" title="${wikiTitle}"/>`,
    '<link rel="start" href="/"/>',
    `<link rel="contents" href="/doku.php?id=${escapeHtml(id)}&amp;do=index" title="Sitemap"/>`,
    ...(isRead && isCurrent ? [`<link rel="canonical" href="${canonical}"/>`] : []),
    '<!--[if gte IE 9]><!-->',
    `<script >/*<![CDATA[*/var NS='${escapeHtml(namespace)}';${signature}var JSINFO = ${script(info)};\n/*!]]>*/</script>`,
    '<!--<![endif]-->',
  ].join('\n');
}

/** JSON as PHP writes it, with its slashes escaped. */
function script(value: unknown): string {
  return JSON.stringify(value).replaceAll('/', '\\/');
}

function userTools({ settings }: DokuInstance, { person, session }: DokuCall, id: string): string {
  const page = escapeHtml(id);
  if (!person) {
    return `<li class="action login"><a href="/doku.php?id=${page}&amp;do=login&amp;sectok=" title="Log In" rel="nofollow"><span>Log In</span></a></li>`;
  }
  const name = `<bdi>${escapeHtml(person.name)}</bdi> (<bdi>${person.id}</bdi>)`;
  const user = settings.namesUser ? `<li class="user">Logged in as: ${name}</li>` : '';
  const token = session?.token.slice(0, 32) ?? '';
  return `${user}<li class="action profile"><a href="/doku.php?id=${page}&amp;do=profile" title="Update Profile" rel="nofollow"><span>Update Profile</span></a></li><li class="action logout"><a href="/doku.php?id=${page}&amp;do=logout&amp;sectok=${token}" title="Log Out" rel="nofollow"><span>Log Out</span></a></li>`;
}

/** Dates as pages show them: to the minute, in the server's zone. */
export function shownTime(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 16).replace('T', ' ').replaceAll('-', '/');
}
