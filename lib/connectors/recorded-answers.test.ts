import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createTestIo, sourceOf } from '../../tests/connector-io';
import { queryOf, termsOf } from '../../tests/hostile-terms';
import { sourceDocumentSchema } from '../core/document';
import { confluenceDc } from './confluence-dc';
import { jiraDc } from './jira-dc';

/** Answers recorded by others' test suites; they lie beside the repository, where they are there at all. */
const folder = resolve(import.meta.dirname, '../../../shared/data/api');
const isThere = existsSync(folder);
if (!isThere) console.info(`Skipped: no recorded answers in ${folder}`);

const query = queryOf(termsOf(['test'], 'word'));
const jira = 'https://example.atlassian.test';
const confluence = 'https://example.atlassian.test/wiki';

function recorded(baseUrl: string, file: string, wrap: (text: string) => string = (text) => text) {
  const body = wrap(readFileSync(join(folder, file), 'utf8'));
  return createTestIo(baseUrl, () => new Response(body, { headers: { 'content-type': 'application/json' } }));
}

describe.skipIf(!isThere)('recorded answers of Jira (skipped without ../shared/data/api)', () => {
  const ref = { kind: 'ticket', id: 'PROJ-123', idType: 'key', within: null } as const;

  it.each([
    'mcp_atlassian_mock_jira_issue_response.json',
    'mcp_atlassian_mock_jira_issue_response_simplified.json',
  ])('%s is an issue', async (file) => {
    const document = await jiraDc.fetchOne(ref, sourceOf('jira-dc', jira), recorded(jira, `jira/${file}`));
    expect(sourceDocumentSchema.parse(document)).toEqual(document);
    expect(document).toMatchObject({
      id: 'PROJ-123',
      ticket: { key: 'PROJ-123', title: expect.stringMatching(/\w/) },
    });
    expect(document.blocks.length).toBeGreaterThan(0);
  });

  it('the full issue has its comment and its resolution', async () => {
    const io = recorded(jira, 'jira/mcp_atlassian_mock_jira_issue_response.json');
    const { ticket } = await jiraDc.fetchOne(ref, sourceOf('jira-dc', jira), io);
    expect(ticket).toMatchObject({
      description: 'This is a test issue description',
      resolved: true,
      resolution: 'This is a test comment',
      resolvedAt: '2024-01-15T11:00:00.000Z',
      created: '2024-01-01T10:00:00.000Z',
    });
  });

  it.each([
    // Unresolved ones are dropped, since they were not asked for.
    ['mcp_atlassian_mock_jira_jql_response.json', 0],
    ['mcp_atlassian_mock_jira_jql_response_simplified.json', 0],
    ['gojira_issues_in_sprint.json', 1],
  ])('%s is a search', async (file, count) => {
    const hits = await jiraDc.similarTickets?.(
      query,
      sourceOf('jira-dc', jira),
      recorded(jira, `jira/${file}`),
    );
    expect(hits).toHaveLength(count);
    for (const hit of hits ?? []) expect(sourceDocumentSchema.parse(hit.document).id).toBe(hit.id);
  });
});

describe.skipIf(!isThere)('recorded answers of Confluence (skipped without ../shared/data/api)', () => {
  it('a page has its facts, although it came without its rendered body', async () => {
    const io = recorded(confluence, 'confluence/mcp_atlassian_mock_page_response.json');
    const ref = { kind: 'article', id: '987654321', idType: 'page-id', within: null } as const;
    const document = await confluenceDc.fetchOne(ref, sourceOf('confluence-dc', confluence), io);
    expect(sourceDocumentSchema.parse(document)).toMatchObject({
      id: '987654321',
      title: 'Example Meeting Notes',
      space: 'Project Space',
      version: '1',
      updated: '2024-01-01T09:00:00.000Z',
      url: `${confluence}/spaces/PROJ/pages/987654321/Example+Meeting+Notes`,
    });
  });

  it('a list of pages is a search whose documents are read one by one', async () => {
    const io = recorded(
      confluence,
      'confluence/mcp_atlassian_mock_pages_from_space_response.json',
      (text) => `{"results":${text}}`,
    );
    const hits = await confluenceDc.search(query, sourceOf('confluence-dc', confluence), io);
    expect(hits.map(({ id, document }) => [id, document])).toEqual([
      ['123456789', null],
      ['987654321', null],
    ]);
  });
});
