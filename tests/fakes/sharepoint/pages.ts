import { hostileMode, hostileText } from '../atlassian/hostile';
import { escapeHtml } from '../markdown';
import { revoked } from '../modes';
import { canvasParts } from './canvas';
import { signInHost, type SharepointCall, type SharepointInstance } from './instance';
import { classicPage, modernPage, noticePage } from './layout';
import { revocationKeys } from './search';
import { sharingToken } from './rest';
import type { Item } from './store';

/** Every page of the tenant that is not REST. */
export function sitePage(
  share: SharepointInstance,
  call: SharepointCall,
  path: string,
  maySee: (item: Item) => boolean,
): Response {
  if (path === '/_forms/default.aspx') return signInForm(call);
  if (!call.person) return toSignIn(share, call, path);
  if (path === '/') return redirect(`${share.origin}/SitePages/Home.aspx`);
  if (/\/_layouts\/15\/AccessDenied\.aspx$/i.test(path)) {
    return noticePage(
      share,
      call,
      'Access required',
      '<div id="ms-error-body"><p>You need permission to access this item.</p></div>',
    );
  }
  if (/\/_layouts\/15\/Doc\.aspx$/i.test(path)) return officePage(share, call, maySee);
  if (/\/_layouts\/|\/Forms\//i.test(path))
    return noticePage(share, call, 'Site contents', listOf(share, maySee));
  const wanted = /^\/:[a-z]+:\/r\//i.test(path) ? path.replace(/^\/:[a-z]+:\/r/i, '') : path;
  const shared = /^\/:[a-z]+:\/[stg]\/.+\/([\w-]+)$/i.exec(path)?.[1];
  const item =
    shared === undefined
      ? share.store.byPath(itemPath(wanted, call.url))
      : (share.store.items.find((each) => sharingToken(each) === shared) ?? null);
  const state = item && revoked(share.modes, ...revocationKeys(item));
  if (path.toLowerCase() === '/sitepages/home.aspx' && !item)
    return modernPage(share, call, {
      title: 'Acme Intranet',
      path: '/SitePages/Home.aspx',
      web: '',
      parts: [listOf(share, maySee)],
    });
  if (!item || state === 'not-found')
    return noticePage(share, call, '404 FILE NOT FOUND', '<p>404 FILE NOT FOUND</p>', 404);
  if (state === 'forbidden' || !maySee(item)) {
    return redirect(
      `${share.origin}${item.web}/_layouts/15/AccessDenied.aspx?Source=${encodeURIComponent(call.url.href)}`,
    );
  }
  return itemPage(share, call, item);
}

/** A list item is shown by the form of its list. */
function itemPath(path: string, url: URL): string {
  const list = /^(.+)\/DispForm\.aspx$/i.exec(path)?.[1];
  const id = [...url.searchParams].find(([name]) => name.toLowerCase() === 'id')?.[1];
  return list === undefined ? path : `${list}/${id ?? ''}_.000`;
}

function itemPage(share: SharepointInstance, call: SharepointCall, item: Item): Response {
  const { store } = share;
  const { web, path } = item;
  const html = store.htmlOf(item);
  const mode = hostileMode(call.url);
  switch (item.kind) {
    case 'modern': {
      const parts = canvasParts(html).map((part) => (part.kind === 'text' ? part.html : codePart(part.code)));
      const bent =
        mode === 'lie'
          ? { title: hostileText.lieTitle, parts: [hostileText.lieHtml] }
          : mode === 'huge'
            ? { title: item.title, parts: [`<p>${hostileText.paragraph}</p>\n`.repeat(40_000)] }
            : mode === 'rtl'
              ? { title: hostileText.rtlTitle, parts: [hostileText.rtlHtml] }
              : { title: mode === 'notitle' ? '' : item.title, parts };
      return modernPage(share, call, { ...bent, path, web, id: item.id });
    }
    case 'wiki':
      return classicPage(share, call, {
        title: item.title,
        path,
        web,
        id: item.id,
        content: `<div class="ms-wikicontent ms-rtestate-field">${html}</div>`,
      });
    case 'publishing':
      return classicPage(share, call, {
        title: item.title,
        path,
        web,
        id: item.id,
        content: `<div id="ctl00_PlaceHolderMain_PageContent__ControlWrapper_RichHtmlField" class="ms-rtestate-field">${html}</div>`,
      });
    case 'list-item':
      return classicPage(share, call, {
        title: item.title,
        path: path.replace(/\/\d+_\.000$/, '/DispForm.aspx'),
        web,
        id: item.id,
        content: `<table class="ms-formtable"><tbody><tr><td class="ms-formlabel">Title</td><td>${escapeHtml(item.title)}</td></tr><tr><td class="ms-formlabel">Answer</td><td>${html}</td></tr></tbody></table>`,
      });
    case 'document':
      return path.endsWith('.pdf') ? pdf(item) : officeFile(share, item);
  }
}

function codePart(code: string): string {
  return `<div data-automation-id="codeSnippetWebPart"><pre>${escapeHtml(code)}</pre></div>`;
}

/** A file as Office for the web shows it: its text lies in a frame of another host. */
function officePage(
  share: SharepointInstance,
  call: SharepointCall,
  maySee: (item: Item) => boolean,
): Response {
  const guid = (call.url.searchParams.get('sourcedoc') ?? '').replace(/[{}]/g, '');
  const item = share.store.byGuid(guid);
  if (!item || !maySee(item))
    return noticePage(share, call, 'Sorry, something went wrong', '<div id="ms-error-body"></div>', 404);
  const name = item.path.slice(item.path.lastIndexOf('/') + 1);
  return new Response(
    `<!DOCTYPE html><html lang="en-us"><head><title>${escapeHtml(name)}</title><script>var _wopiContextJson={"FileName":${JSON.stringify(name)}};</script></head>
<body><form id="office_form" name="office_form" target="WebApplicationFrame"></form><iframe id="WebApplicationFrame" name="WebApplicationFrame" title="Office on the web Frame"></iframe></body></html>`,
    { headers: { 'content-type': 'text/html; charset=utf-8' } },
  );
}

function officeFile({ origin }: SharepointInstance, item: Item): Response {
  return redirect(
    `${origin}/:w:/r${item.web}/_layouts/15/Doc.aspx?sourcedoc=%7B${item.uniqueId.toUpperCase()}%7D&file=${encodeURIComponent(item.path.slice(item.path.lastIndexOf('/') + 1))}&action=default`,
  );
}

/** A real one with one empty page; nobody here reads its text. */
function pdf(item: Item): Response {
  const body = `%PDF-1.4\n% ${item.uniqueId}\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n`;
  return new Response(body, { headers: { 'content-type': 'application/pdf' } });
}

function listOf(share: SharepointInstance, maySee: (item: Item) => boolean): string {
  const rows = share.store.items
    .filter((item) => !item.isDeleted && maySee(item))
    .map(
      ({ article, title }) =>
        `<li><a href="${escapeHtml(encodeURI(article.id))}">${escapeHtml(title)}</a></li>`,
    );
  return `<ul>${rows.join('\n')}</ul>`;
}

/** A page leads to the tenant's own check, and that to the sign-in host. */
function toSignIn({ origin }: SharepointInstance, { url }: SharepointCall, path: string): Response {
  const isCheck = /\/_layouts\/15\/Authenticate\.aspx$/i.test(path);
  return redirect(
    isCheck
      ? `https://${signInHost}/common/oauth2/authorize?response_mode=form_post&redirect_uri=${encodeURIComponent(`${origin}/_forms/default.aspx`)}`
      : `${origin}/_layouts/15/Authenticate.aspx?Source=${encodeURIComponent(url.pathname + url.search)}`,
  );
}

function signInForm({ url }: SharepointCall): Response {
  const source = escapeHtml(url.searchParams.get('Source') ?? '');
  return new Response(
    `<!DOCTYPE html><html><head><title>Sign in to your account</title></head><body><form method="post" action="/_forms/default.aspx"><input type="hidden" name="Source" value="${source}"><input type="email" name="login" autocomplete="username"><input type="password" name="passwd" autocomplete="current-password"><input type="submit" value="Sign in"></form></body></html>`,
    { headers: { 'content-type': 'text/html; charset=utf-8' } },
  );
}

function redirect(location: string): Response {
  return new Response(null, { status: 302, headers: { location } });
}
