import { beforeAll, describe, expect, it } from 'vitest';
import type { Connector } from '../../lib/connectors/connector';
import { jiraCloud } from '../../lib/connectors/jira-cloud';
import { jiraServiceManagement } from '../../lib/connectors/jira-service-management';
import { createTestIo, json, sourceOf } from '../connector-io';
import { identifier, ticket, word } from './connector-row';
import { queryOf } from '../hostile-terms';
import { missingOpenApi, readOpenApi } from './jira-openapi';

const base = 'https://acme.atlassian.net';
const query = queryOf([identifier('802.1X'), word('laptop')]);

/** An answer that leads to every further request: an issue with more comments than came along, lists with more pages. */
const leading = {
  deploymentType: 'Cloud',
  version: '1001',
  accountId: '712020:dana',
  key: 'HELP-16',
  fields: { summary: 'x', comment: { comments: [], total: 5 } },
  comments: [],
  issues: [{ key: 'HELP-1', fields: { status: { statusCategory: { key: 'done' } } } }],
  nextPageToken: 'more',
  values: [{ id: '3', key: 'HELP', projectKey: 'HELP', title: 'x' }],
  isLast: false,
};

/** Every address that a connector asks, whatever it is used for. */
async function asked(connector: Connector): Promise<URL[]> {
  const source = sourceOf(connector.id, base);
  const io = createTestIo(base, () => json(leading));
  const user = await connector.identify(source, io);
  const known = { ...io, user };
  await connector.probe(base, known);
  await connector.search(query, source, known);
  await connector.fetchOne(ticket('HELP-16', 'key'), source, known);
  await connector.similarTickets?.(query, source, known);
  await connector.listScopes?.(source, known);
  return io.asked;
}

describe.skipIf(missingOpenApi !== null)(
  'requests to Jira Cloud, by its OpenAPI document (skipped without ../shared/data/openapi)',
  () => {
    let api: ReturnType<typeof readOpenApi>;
    beforeAll(() => {
      api = readOpenApi();
    });

    it.each([jiraCloud, jiraServiceManagement])(
      '$id asks for what there is, by parameters that there are',
      async (connector) => {
        const urls = (await asked(connector)).filter(({ pathname }) => pathname.startsWith('/rest/api/'));
        const paths = urls.map(({ pathname }) => pathname.replace('/issue/HELP-16', '/issue/{issueIdOrKey}'));
        expect(new Set(paths)).toEqual(
          new Set([
            '/rest/api/3/myself',
            '/rest/api/3/serverInfo',
            '/rest/api/3/issue/{issueIdOrKey}',
            '/rest/api/3/issue/{issueIdOrKey}/comment',
            '/rest/api/3/search/jql',
            ...(connector === jiraCloud ? ['/rest/api/3/project/search'] : []),
          ]),
        );
        urls.forEach((url, at) => {
          const known = api.queryParameters(paths[at] ?? '');
          for (const name of url.searchParams.keys()) expect(known, paths[at]).toContain(name);
        });
      },
    );
  },
);
