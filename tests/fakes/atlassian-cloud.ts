import { acmeHosts } from './acme-hosts';
import { createServer, type Call } from './atlassian/server';
import { createAccounts } from './atlassian-cloud/accounts';
import { createAdfMaker } from './atlassian-cloud/adf';
import { confluenceRoutes } from './atlassian-cloud/confluence/routes';
import { atlassianCloudFacts } from './atlassian-cloud/facts';
import type { AtlassianCloud, CloudSettings } from './atlassian-cloud/instance';
import { jiraRestRoutes } from './atlassian-cloud/jira/rest';
import { serviceDeskRoutes } from './atlassian-cloud/jsm/rest';
import { edgeAnswer, loginPage, missingPage } from './atlassian-cloud/pages/notices';
import { jiraPageRoutes } from './atlassian-cloud/pages/routes';
import type { Company } from './company';
import { createStore as createPages, type PageEdit } from './confluence-dc/records';
import { quietModes, type Fake } from './fake';
import { createStore as createIssues, type IssueEdit } from './jira-dc/records';

export interface AtlassianCloudFake extends Fake {
  readonly settings: CloudSettings;
  /** Changes an issue as a colleague would; `updated` moves. Throws for an unknown key. */
  edit(key: string, edit: IssueEdit): void;
  /** Moves an issue to another project and answers its new key; the old one keeps leading there. */
  move(key: string, projectKey: string): string;
  /** Changes a page as a colleague would; a new title or body is a new version. Throws for an unknown id. */
  editPage(id: string, edit: PageEdit): void;
}

export interface AtlassianCloudFakeOptions {
  host?: string;
  now?: () => number;
}

/** Acme's Atlassian cloud site, as if Acme ran there: Jira, its service desk, and Confluence below `/wiki`. */
export function createAtlassianCloudFake(
  company: Company,
  options: AtlassianCloudFakeOptions = {},
): AtlassianCloudFake {
  const { host = acmeHosts['jira-cloud'], now = Date.now } = options;
  const accounts = createAccounts(company);
  const settings: CloudSettings = {
    switchDelayMs: 150,
    edge: 'open',
    identityOrigin: 'https://id.atlassian.com',
    publicProjects: new Set(),
    unlicensed: 'not-found',
    boardOverlay: 'modal',
  };
  const cloud: AtlassianCloud = {
    company,
    host,
    baseUrl: `https://${host}`,
    cloudId: '5d3c0f6e-3a0b-4a57-9c1f-2b7e64c1a901',
    version: '1001.0.0-SNAPSHOT',
    zone: 'Europe/Berlin',
    accounts,
    jira: createIssues(company, now),
    confluence: createPages(company, now),
    settings,
    modes: quietModes(),
    now,
    toAdf: createAdfMaker((name) => {
      const person = company.people.find(({ id }) => id === name);
      return person
        ? { id: accounts.idOf(person.id), text: `@${person.name}` }
        : { id: name, text: `@${name}` };
    }),
  };
  const server = createServer({
    product: 'atlassian-cloud',
    host,
    contextPath: '',
    company,
    now,
    facts: atlassianCloudFacts,
    modes: cloud.modes,
    cookieName: 'tenant.session.token',
    userHeader: (person) => (person ? ['x-aaccountid', accounts.idOf(person.id)] : null),
    destinationName: 'dest-url',
    loginPath: '/login',
    homePath: '/jira/your-work',
    guard: (call) => edgeAnswer(cloud, call) ?? refuseForeignPost(cloud, call),
    routes: [
      ...jiraRestRoutes(cloud),
      ...serviceDeskRoutes(cloud),
      ...confluenceRoutes(cloud),
      ...jiraPageRoutes(cloud),
    ],
    loginPage: (_call, problem, destination) => loginPage(problem, destination),
    notFound: () => missingPage(),
    isApi: (path) => /^\/(?:wiki\/)?(?:rest|api|gateway)\//.test(path),
  });
  return {
    ...server,
    settings,
    edit: (key, edit) => {
      cloud.jira.edit(key, edit);
    },
    move: (key, projectKey) => cloud.jira.move(key, projectKey),
    editPage: (id, edit) => {
      cloud.confluence.edit(id, edit);
    },
  };
}

/** A browser's POST from another origin is refused, whatever token it sends along. */
function refuseForeignPost(cloud: AtlassianCloud, call: Call): Response | null {
  if (call.request.method !== 'POST') return null;
  const origin = call.request.headers.get('origin');
  if (origin === null || origin === cloud.baseUrl) return null;
  // The form of the double's own sign-in page is sent from the identity host in the vendor's world.
  if (call.path === '/login') return null;
  return new Response('XSRF check failed', {
    status: 403,
    headers: { 'content-type': 'text/html;charset=UTF-8' },
  });
}
