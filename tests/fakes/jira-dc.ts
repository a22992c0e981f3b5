import { join } from 'node:path';
import { acmeHosts } from './acme-hosts';
import { assetRoute } from './atlassian/assets';
import { createServer } from './atlassian/server';
import type { Company } from './company';
import { quietModes, type Fake } from './fake';
import { jiraFacts } from './jira-dc/facts';
import type { JiraInstance, JiraSettings } from './jira-dc/instance';
import { loginPage, missingPage } from './jira-dc/pages/notices';
import { pageRoutes } from './jira-dc/pages/routes';
import { createStore, type IssueEdit } from './jira-dc/records';
import { restRoutes } from './jira-dc/rest';

export interface JiraFake extends Fake {
  readonly settings: JiraSettings;
  /** Changes an issue as a colleague would; `updated` moves. Throws for an unknown key. */
  edit(key: string, edit: IssueEdit): void;
}

export interface JiraFakeOptions {
  /** "" or "/jira". */
  contextPath?: string;
  host?: string;
  now?: () => number;
}

/** Acme's Jira Data Center 8.20: an IT service desk, operations and a software project. */
export function createJiraFake(company: Company, options: JiraFakeOptions = {}): JiraFake {
  const { contextPath = '', host = acmeHosts['jira-dc'], now = Date.now } = options;
  const store = createStore(company, now);
  const settings: JiraSettings = { maxSearchResults: 1000, switchDelayMs: 150 };
  const jira: JiraInstance = {
    store,
    baseUrl: `https://${host}${contextPath}`,
    contextPath,
    version: '8.20.30',
    zone: 'Europe/Berlin',
    settings,
    now,
    modes: quietModes(),
  };
  const server = createServer({
    product: 'jira-dc',
    host,
    contextPath,
    company,
    now,
    facts: jiraFacts,
    modes: jira.modes,
    loginPath: '/login.jsp',
    homePath: '/secure/Dashboard.jspa',
    routes: [
      ...restRoutes(jira),
      ...pageRoutes(jira),
      assetRoute(join(import.meta.dirname, 'jira-dc', 'client')),
    ],
    loginPage: (call, problem, destination) => loginPage(jira, call, problem, destination),
    notFound: (call) => missingPage(jira, call),
    isApi: (path) => path.startsWith('/rest/') || path.startsWith('/secure/AjaxIssueAction'),
  });
  return {
    ...server,
    settings,
    edit: (key, edit) => {
      store.edit(key, edit);
    },
  };
}
