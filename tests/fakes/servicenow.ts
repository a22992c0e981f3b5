import type { Company } from './company';
import { quietModes, type Fake, type FakeCookie } from './fake';
import { acmeHosts } from './acme-hosts';
import { withModes } from './modes';
import { createSessions } from './sessions';
import { clientFile } from './servicenow/client-files';
import { notAuthenticated, redirect, apiError, apiResult } from './servicenow/answers';
import { kbView } from './servicenow/article-view';
import { portal, portalData, shell, workspace, workspaceData } from './servicenow/app-pages';
import { classicForm } from './servicenow/classic-form';
import { classicList, classicSearch, dashboard } from './servicenow/classic-pages';
import { servicenowFacts } from './servicenow/facts';
import type { Call, Instance, ServicenowSettings } from './servicenow/instance';
import { knowledgeApi } from './servicenow/knowledge-api';
import { login, logout, noticePage, signInFirst } from './servicenow/notices';
import { createStore } from './servicenow/store';
import { tableApi } from './servicenow/table-api';

export interface ServicenowFake extends Fake {
  readonly settings: ServicenowSettings;
  /** Scripts that queries made the server evaluate: what a query injection would show. */
  readonly scripts: readonly string[];
  /** The page token of this person's newest session; null when they have none. */
  pageToken(personId: string): string | null;
  /** Saves fields of a record (comments and work notes too), as an update by somebody else would. */
  edit(number: string, fields: Readonly<Record<string, string>>, byPersonId?: string): void;
  /** Every session of the administrator acts as the other person from now on; as themselves with their own id. */
  impersonate(adminId: string, personId: string): void;
}

export interface ServicenowOptions {
  settings?: Partial<ServicenowSettings>;
  /** The instance's clock, epoch milliseconds: what "180 days ago" counts from and updates are stamped with. */
  now?: () => number;
}

type PageHandler = (instance: Instance, call: Call) => Response | Promise<Response>;

/** The first rule that matches answers; all of them want a session. */
const pages: readonly (readonly [RegExp, PageHandler])[] = [
  [/^\/$/, () => redirect('/now/nav/ui/home')],
  [/^\/workspace_data\.do$/, workspaceData],
  [/^\/portal_data\.do$/, portalData],
  [/^\/(nav_to\.do|now\/nav\/.*)$/, shell],
  [/^\/now\/[a-z]/, workspace],
  [/^\/(sp|esc|csm)(\/.*)?$/, portal],
  [/^\/(kb_view|kb_article_view)\.do$/, kbView],
  [/^\/(kb_find|kb_home|\$knowledge|\$sn_global_search_results)\.do$/, classicSearch],
  [/^\/(home|welcome|\$pa_dashboard)\.do$/, dashboard],
  [
    /^\/([a-z_]+)_list\.do$/,
    (instance, call) => onTable(instance, call, /^\/([a-z_]+)_list\.do$/, classicList),
  ],
  [/^\/([a-z_]+)\.do$/, (instance, call) => onTable(instance, call, /^\/([a-z_]+)\.do$/, classicForm)],
];

/** A double of one ServiceNow instance with Acme's articles and tickets. */
export function createServicenowFake(company: Company, options: ServicenowOptions = {}): ServicenowFake {
  const settings: ServicenowSettings = {
    knowledgeApi: true,
    journalTable: 'closed',
    invalidQueryReturnsNoRows: false,
    journalBoxes: 'one',
    tables: {},
    ...options.settings,
  };
  const sessions = createSessions('JSESSIONID', {
    extra: [{ name: 'glide_user_route', value: 'glide.acme-1', httpOnly: true, sameSite: 'None' }],
  });
  const modes = quietModes();
  const scripts: string[] = [];
  const origin = `https://${acmeHosts.servicenow}`;
  const store = createStore(company, settings, options.now ?? companyClock(company));
  const instance: Instance = { company, origin, store, sessions, settings, modes, scripts };
  const log: Fake['log'] = [];
  const moded = {
    modes,
    log,
    isApi: (url: URL) => url.pathname.startsWith('/api/'),
    userOf: (request: Request) => sessions.of(request)?.personId ?? null,
    rateKey: (request: Request) => sessions.of(request)?.id ?? 'anonymous',
  };
  const handle = withModes(moded, (request) => answer(instance, request));
  return {
    product: 'servicenow',
    host: acmeHosts.servicenow,
    facts: servicenowFacts,
    modes,
    log,
    settings,
    scripts,
    handle,
    signIn: (personId): FakeCookie[] => sessions.cookies(sessions.start(company.person(personId).id)),
    signOut: (personId) => sessions.end(personId),
    pageToken: (personId) => newestOf(instance, personId)?.token ?? null,
    edit(number, fields, byPersonId = 'admin') {
      store.edit(number, fields, company.person(byPersonId));
    },
    impersonate(adminId, personId) {
      const other = company.person(personId);
      for (const session of sessions.all()) if (session.ownerId === adminId) session.personId = other.id;
    },
  };
}

async function answer(instance: Instance, request: Request): Promise<Response> {
  const url = new URL(request.url);
  const response = await route(instance, request, url);
  response.headers.set('server', 'ServiceNow');
  response.headers.set('x-is-logged-in', String(instance.sessions.of(request) !== null));
  return response;
}

async function route(instance: Instance, request: Request, url: URL): Promise<Response> {
  const file = clientFile(url.pathname);
  if (file) return file;
  if (url.pathname === '/favicon.ico') return new Response(null, { status: 204 });
  if (/^\/login(_with_sso)?\.do$/.test(url.pathname)) return login(instance, request, url);
  if (url.pathname === '/logout.do') return logout(instance.sessions, request);
  const session = instance.sessions.of(request);
  if (url.pathname.startsWith('/api/')) {
    const isAllowed = session && request.headers.get('x-usertoken') === session.token;
    if (!isAllowed) return notAuthenticated();
    return api(instance, { request, url, session, person: instance.company.person(session.personId) });
  }
  if (!session) return signInFirst(request, url);
  const call: Call = { request, url, session, person: instance.company.person(session.personId) };
  const handler = pages.find(([path]) => path.test(url.pathname))?.[1];
  return handler ? handler(instance, call) : noticePage(call, 'Page not found', 404);
}

function api(instance: Instance, call: Call): Response {
  const { pathname } = call.url;
  if (/^\/api\/now(\/v\d)?\/table\//.test(pathname)) return tableApi(instance, call);
  if (pathname.startsWith('/api/sn_km_api/')) return knowledgeApi(instance, call);
  const impersonated = /^\/api\/now\/ui\/impersonate\/([0-9a-f]{32})$/.exec(pathname)?.[1];
  if (impersonated !== undefined && call.request.method === 'POST')
    return impersonate(instance, call, impersonated);
  return apiError(400, 'Requested URI does not represent any resource', pathname);
}

function impersonate(instance: Instance, call: Call, sysId: string): Response {
  const owner = instance.company.person(call.session.ownerId);
  const other = instance.company.people.find((person) => person.servicenowSysId === sysId);
  const mayDo = other === owner || owner.roles.some((role) => ['admin', 'impersonator'].includes(role));
  if (!other || !mayDo) return apiError(403, 'Impersonation not allowed', null);
  call.session.personId = other.id;
  return apiResult({ user_name: other.id, user_sys_id: sysId });
}

function onTable(
  instance: Instance,
  call: Call,
  path: RegExp,
  handler: (
    instance: Instance,
    call: Call,
    table: NonNullable<ReturnType<Instance['store']['table']>>,
  ) => Response | Promise<Response>,
): Response | Promise<Response> {
  const table = instance.store.table(path.exec(call.url.pathname)?.[1] ?? '');
  return table ? handler(instance, call, table) : noticePage(call, 'Page not found', 404);
}

function newestOf(instance: Instance, personId: string) {
  return instance.sessions
    .all()
    .findLast((session) => session.personId === personId || session.ownerId === personId);
}

/** Time as Acme has it: from its last ticket on, as fast as real time, so that "recent" stays recent. */
function companyClock(company: Company): () => number {
  const last = Math.max(...[...company.tickets, ...company.articles].map((item) => Date.parse(item.updated)));
  const started = Date.now();
  return () => last + 3_600_000 + (Date.now() - started);
}
