import type { Person } from '../company';
import { escapeHtml } from '../markdown';
import { isPrivileged } from './desk';
import { rtName, rtVersion, type RtCall } from './instance';

export interface RtPageParts {
  /** Browser title and heading. */
  readonly title: string;
  /** The page's component: "Ticket-Display". */
  readonly component: string;
  readonly content: string;
  /** Entries of the page's own menu: name -> address. */
  readonly menu?: Readonly<Record<string, string>>;
  readonly status?: number;
}

/** A whole page of RT 5 in its light theme. */
export function rtPage(call: RtCall, parts: RtPageParts): Response {
  const { person } = call;
  const menu = Object.entries(parts.menu ?? {})
    .map(
      ([name, address]) =>
        ` <li id="li-page-${name.toLowerCase()}"><a id="page-${name.toLowerCase()}" class="menu-item btn" href="${escapeHtml(address)}">${name}</a></li>`,
    )
    .join('\n');
  const html = `
<!DOCTYPE html>

<html lang="en">
  <head>
    <title>${escapeHtml(parts.title)}</title>
    <meta http-equiv="X-UA-Compatible" content="IE=edge" />
<script>
window.RT = {};
RT.CurrentUser = ${scriptJson(currentUser(person))};
RT.Config      = ${scriptJson({ rtname: rtName, WebPath: '', MessageBoxRichText: 1, WebDefaultStylesheet: 'elevator-light' })};

RT.I18N = {};
</script>
<style>${style}</style>
<meta name="viewport" content="width=device-width, initial-scale=1.0">
</head>
  <body class="elevator-light sidebyside" id="comp-${parts.component}">
    <div class="main-container">
<div id='rt-header-container'>
<div id="quickbar">
  <div id="quick-personal">
    <span class="hide"><a href="#skipnav">Skip Menu</a> | </span>
${person ? '' : '    <span id="not-logged-in">Not logged in.</span>\n'}</div>
</div>
<div id="header"><h1>${escapeHtml(parts.title)}</h1></div>
${person ? navigation(person) : ''}
<div id="page-navigation" class="btn-group page-nav-shadow"><ul id="page-menu" class='page-menu toplevel'>
${menu}
</ul></div>
</div>
<div id="body">
<a name="skipnav" id="skipnav" accesskey="8"></a>
${parts.content}
  <hr class="clear" />
</div>
<div id="footer" class="row">
  <p id="version" class="text-center pb-1"><span>RT Version ${rtVersion} (Debian)</span></p>
  <p id="bpscredits" class="text-center"><span>A double of Request Tracker for Acme's tests.</span></p>
</div>
    </div>
  </body>
</html>
`;
  return new Response(html, {
    status: parts.status ?? 200,
    headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache, no-store, private' },
  });
}

/** A box with a title, as RT puts around everything. */
export function titleBox(name: string, title: string, inner: string): string {
  return `<div class="${name}">
  <div class="titlebox body-content-class card ${name} " id="">
  <div class="titlebox-title card-header"><span class="left">${escapeHtml(title)}</span></div>
  <div class="titlebox-content collapse  show ">
    <div class="card-body">
${inner}
        <hr class="clear" />
    </div>
  </div>
</div>
</div>`;
}

/** A row of a box; `value` is HTML. */
export function row(name: string, label: string, value: string): string {
  return `  <div class="${name} form-row">
    <div class="label col-3">${label}:</div>
    <div class="value col-9"><span class="current-value">${value}</span></div>
  </div>`;
}

export function errorPage(call: RtCall, component: string, message: string, status: number): Response {
  return rtPage(call, {
    title: 'RT Error',
    component,
    content: `<div class="error">\n${escapeHtml(message)}\n<br />\n</div>`,
    status,
  });
}

function currentUser(person: Person | null): unknown {
  if (person === null) return {};
  const { id, name, email } = person;
  return { Name: id, RealName: name, EmailAddress: email, Privileged: isPrivileged(person) };
}

function navigation(person: Person): string {
  const staff = isPrivileged(person);
  const links = staff
    ? { Home: '/', Search: '/Search/Simple.html', Articles: '/Articles/Article/Search.html' }
    : { Home: '/SelfService/', Tickets: '/SelfService/Open.html', Closed: '/SelfService/Closed.html' };
  const items = Object.entries(links).map(
    ([name, address]) =>
      ` <li id="li-${name.toLowerCase()}"><a id="${name.toLowerCase()}" class="menu-item" href="${address}">${name}</a></li>`,
  );
  return `<div id="main-navigation"><ul id="app-nav" class=' toplevel'>
${items.join('\n')}
 <li id="li-preferences" class="has-children"><a id="preferences" class="menu-item" href="#">Logged in as <span class="current-user">${escapeHtml(person.id)}</span></a></li>
 <li id="li-preferences-logout"><a id="preferences-logout" class="menu-item" href="/NoAuth/Logout.html">Logout</a></li>
</ul></div>`;
}

/** JSON that cannot end the script it stands in. */
function scriptJson(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003C').replaceAll('\u2028', '\\u2028');
}

const style = `body{margin:0;font:14px/1.45 "Open Sans",sans-serif;color:#222;background:#f6f7f9}
#rt-header-container{background:#fff;border-bottom:1px solid #d5dae1;padding:8px 20px}
#header h1{font-size:22px;margin:6px 0}#quickbar{display:none}
#app-nav,#page-menu{list-style:none;display:flex;gap:14px;margin:0;padding:2px 0}
#body{padding:14px 20px;max-width:1050px}.ticket-summary{display:grid;grid-template-columns:1fr 1fr;gap:0 14px}
.card{background:#fff;border:1px solid #d5dae1;border-radius:6px;margin-bottom:12px}
.card-header{padding:6px 12px;border-bottom:1px solid #e6e9ee;font-weight:600;color:#3858a3}
.card-body{padding:8px 12px}.form-row{display:flex;gap:10px;padding:2px 0}.label{flex:0 0 110px;color:#667}
hr.clear{border:0;margin:0}.transaction{border-top:1px solid #e6e9ee;padding:8px 0}.metadata{color:#556;font-size:13px}
.transaction.message .content{padding:6px 0 2px 14px}#footer{color:#889;font-size:12px;padding:0 20px}
form.inline-edit{display:none}.error{background:#fde8e8;padding:10px}`;
