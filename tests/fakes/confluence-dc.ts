import { join } from 'node:path';
import { acmeHosts } from './acme-hosts';
import { assetRoute } from './atlassian/assets';
import { createServer } from './atlassian/server';
import type { Company } from './company';
import { confluenceFacts } from './confluence-dc/facts';
import { dataCenter } from './confluence-dc/flavour';
import type { ConfluenceInstance, ConfluenceSettings } from './confluence-dc/instance';
import { loginPage, missingPage } from './confluence-dc/pages/notices';
import { pageRoutes } from './confluence-dc/pages/routes';
import { createStore, type PageEdit } from './confluence-dc/records';
import { restRoutes } from './confluence-dc/rest';
import { quietModes, type Fake } from './fake';

export interface ConfluenceFake extends Fake {
  readonly settings: ConfluenceSettings;
  /** Changes a page as a colleague would; a new title or body is a new version. Throws for an unknown id. */
  edit(id: string, edit: PageEdit): void;
}

export interface ConfluenceFakeOptions {
  /** "" or "/confluence". */
  contextPath?: string;
  host?: string;
  now?: () => number;
}

/** Acme's Confluence Data Center 7.19: operations, HR, security and Acme Care. */
export function createConfluenceFake(company: Company, options: ConfluenceFakeOptions = {}): ConfluenceFake {
  const { contextPath = '', host = acmeHosts['confluence-dc'], now = Date.now } = options;
  const confluence: ConfluenceInstance = {
    store: createStore(company, now),
    baseUrl: `https://${host}${contextPath}`,
    contextPath,
    version: '7.19.17',
    zone: 'Europe/Berlin',
    settings: { notPermittedStatus: 200, restrictedRest: 'forbidden', maxRowsWithBodies: 50 },
    flavour: dataCenter,
    modes: quietModes(),
    now,
  };
  const server = createServer({
    product: 'confluence-dc',
    host,
    contextPath,
    company,
    now,
    facts: confluenceFacts,
    modes: confluence.modes,
    loginPath: '/login.action',
    loginPostPath: '/dologin.action',
    homePath: '/index.action',
    routes: [
      ...restRoutes(confluence),
      ...pageRoutes(confluence),
      assetRoute(join(import.meta.dirname, 'confluence-dc', 'client')),
    ],
    loginPage: (call, problem, destination) => loginPage(confluence, call, problem, destination),
    notFound: (call) => missingPage(confluence, call),
    isApi: (path) => path.startsWith('/rest/'),
  });
  return {
    ...server,
    settings: confluence.settings,
    edit: (id, edit) => {
      confluence.store.edit(id, edit);
    },
  };
}
