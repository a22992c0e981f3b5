import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createTestIo, sourceOf } from '../../tests/connector-io';
import { queryOf, termsOf } from '../../tests/hostile-terms';
import { sourceDocumentSchema } from '../core/document';
import { confluenceCloud } from './confluence-cloud';
import { confluenceDc } from './confluence-dc';
import { jiraCloud } from './jira-cloud';
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

describe.skipIf(!isThere)(
  'recorded answers of Jira in the cloud (skipped without ../shared/data/api)',
  () => {
    const ref = { kind: 'ticket', id: 'FOO-123', idType: 'key', within: null } as const;
    const source = sourceOf('jira-cloud', jira);
    /** Some were recorded as statements of a Python program. */
    const unwrapped = (text: string) =>
      text
        .replace(/^responses\[[^\]]*\] = /, '')
        .replace(/(: )(True|False|None)\b/g, (_, colon: string, value: string) =>
          value === 'None' ? `${colon}null` : colon + value.toLowerCase(),
        )
        .replace(/,(\s*[}\]])/g, '$1');

    it.each([
      ['mcp_atlassian_mock_jira_issue_response.json', 'PROJ-123'],
      ['mcp_atlassian_mock_jira_issue_response_simplified.json', 'PROJ-123'],
      ['apa_jira__rest__api__2__issue__FOO-123__GET.json', 'FOO-123'],
    ])('%s is an issue', async (file, key) => {
      const document = await jiraCloud.fetchOne(ref, source, recorded(jira, `jira/${file}`, unwrapped));
      expect(sourceDocumentSchema.parse(document)).toEqual(document);
      expect(document).toMatchObject({ id: key, ticket: { key, title: expect.stringMatching(/\w/) } });
    });

    it.each([
      ['mcp_atlassian_mock_jira_comments.json', 5],
      ['apa_jira__rest__api__2__issue__FOO-123__comment__GET.json', 2],
    ])('%s is the list of an issue that came without its comments', async (file, count) => {
      const list = recorded(jira, `jira/${file}`, unwrapped);
      const issue = { key: 'FOO-123', fields: { summary: 'x', comment: { comments: [], total: count } } };
      const io = createTestIo(jira, async (request) =>
        request.url.includes('/comment?')
          ? new Response((await list.request.text(request.url)).data)
          : Response.json(issue),
      );
      const { ticket } = await jiraCloud.fetchOne(ref, source, io);
      expect(ticket?.comments).toHaveLength(count);
      for (const { text, created } of ticket?.comments ?? []) {
        expect(text).toMatch(/\w/);
        expect(created).toMatch(/Z$/);
      }
    });

    it.each([
      ['mcp_atlassian_mock_jira_jql_response.json', 0],
      ['mcp_atlassian_mock_jira_jql_response_simplified.json', 0],
      ['gojira_issues_in_sprint.json', 1],
    ])('%s is a search', async (file, count) => {
      const hits = await jiraCloud.similarTickets?.(query, source, recorded(jira, `jira/${file}`));
      expect(hits).toHaveLength(count);
      for (const hit of hits ?? []) {
        if (hit.document) expect(sourceDocumentSchema.parse(hit.document).id).toBe(hit.id);
      }
    });
  },
);

describe.skipIf(!isThere)('recorded answers of Confluence (skipped without ../shared/data/api)', () => {
  it('a page that came without its rendered body is read as it is stored', async () => {
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
    const texts = document.blocks.map((block) => ('text' in block ? block.text : block.kind));
    expect(texts.join('\n')).toMatch(/Date\n2024-01-01\n.*Participants\n.*\n.*Goals\nlist/);
    expect(JSON.stringify(document.blocks)).not.toMatch(/account-id|ac:|profile/);
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

describe.skipIf(!isThere)('recorded answers of Confluence Cloud (skipped without ../shared/data/api)', () => {
  const source = sourceOf('confluence-cloud', confluence);
  const ref = { kind: 'article', id: '123456', idType: 'page-id', within: null } as const;
  /** Each path's answer from its own file; what none fits was not found. */
  const site = (files: Readonly<Record<string, string>>, status = 200) =>
    createTestIo(confluence, ({ url }) => {
      const path = url.replace(confluence, '');
      const [, file] = Object.entries(files).find(([start]) => path.startsWith(start)) ?? [];
      return file === undefined
        ? Response.json({}, { status: 404 })
        : new Response(readFileSync(join(folder, 'confluence', file), 'utf8'), {
            status,
            headers: { 'content-type': 'application/json' },
          });
    });

  it('a page and its space are a document', async () => {
    const io = site({
      '/api/v2/pages/123456': 'atlassian_python_api_v2_page_mock.json',
      '/api/v2/spaces/789012': 'atlassian_python_api_v2_space_mock.json',
    });
    const document = await confluenceCloud.fetchOne(ref, source, io);
    expect(sourceDocumentSchema.parse(document)).toEqual(document);
    expect(document).toMatchObject({
      id: '123456',
      title: 'Test Page',
      space: 'Test Space',
      version: '1',
      created: '2023-08-01T12:00:00.000Z',
      state: 'current',
      blocks: [{ kind: 'paragraph', text: 'This is a test page content.' }],
      url: `${confluence}/spaces/TESTSPACE/pages/123456/Test+Page`,
    });
  });

  it.each([
    ['mcp_atlassian_mock_cql_search_response.json', ['123456789']],
    ['atlassian_python_api_v2_search_result.json', ['123456', '345678']],
  ])('%s is a search whose documents are read one by one', async (file, ids) => {
    const hits = await confluenceCloud.search(query, source, recorded(confluence, `confluence/${file}`));
    expect(hits.map(({ id, document }) => [id, document])).toEqual(ids.map((id) => [id, null]));
  });

  it('the spaces are listed without those of people', async () => {
    const io = recorded(confluence, 'confluence/mcp_atlassian_mock_spaces_response.json');
    expect(await confluenceCloud.listScopes?.(source, io)).toEqual([{ key: 'PROJ', name: 'Project Space' }]);
  });

  it.each([
    ['atlassian_python_api_v2_error_not_found.json', 404, 'not-found'],
    ['atlassian_python_api_v2_error_permission_denied.json', 403, 'forbidden'],
  ])('%s is an error of its kind', async (file, status, kind) => {
    await expect(confluenceCloud.fetchOne(ref, source, site({ '/': file }, status))).rejects.toMatchObject({
      kind,
    });
  });
});
