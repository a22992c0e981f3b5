import { describe, expect, test } from 'vitest';
import type { PageReading, SiteMatch } from '../core/page';
import { sourceConfigSchema } from '../core/source';
import { sourceDocument, ticketFields } from '../retrieval/test-documents';
import { contextFromDocument, contextFromPage, contextIdOf, sourceOf } from './read-context';

const match: SiteMatch = {
  site: 'jira',
  kind: 'ticket',
  origin: 'https://tools.example',
  basePath: '/jira',
  ref: { kind: 'ticket', id: 'A-1', idType: 'key', within: null },
  rule: 'browse',
  wrapper: false,
  customerView: false,
};
const reading: PageReading = {
  match,
  url: 'https://tools.example/jira/browse/A-1',
  title: 'A-1 as the page says',
  language: 'en',
  pageUser: null,
  ticket: null,
  blocks: [],
  fingerprint: 'f1',
};
const comment = (text: string) => ({ author: null, created: null, visibility: 'public' as const, text });
const source = (id: string, baseUrl: string, product = 'jira') =>
  sourceConfigSchema.parse({ id, product, name: id, baseUrl });

describe('the same context', () => {
  test('is the same thing by whatever rule or title it was reached', () => {
    expect(contextIdOf({ ...match, rule: 'queue', customerView: true })).toBe(contextIdOf(match));
  });

  test.each<[string, Partial<SiteMatch>]>([
    ['another product', { site: 'confluence' }],
    ['another instance', { origin: 'https://jira2.example' }],
    ['another instance on the same host', { basePath: '/jira2' }],
    ['another kind', { kind: 'article' }],
    ['another id', { ref: { kind: 'ticket', id: 'A-2', idType: 'key', within: null } }],
    ['another sort of id', { ref: { kind: 'ticket', id: 'A-1', idType: 'page-id', within: null } }],
    ['another table', { ref: { kind: 'ticket', id: 'A-1', idType: 'key', within: 'problem' } }],
  ])('is not that of %s', (_what, change) => {
    expect(contextIdOf({ ...match, ...change })).not.toBe(contextIdOf(match));
  });
});

describe('the source of a page', () => {
  test.each([
    ['https://tools.example/jira', 'own'],
    ['https://tools.example', 'own'],
    ['https://tools.example/jir', null],
    ['https://tools.example/jira/other', null],
    ['https://tools.example:8443/jira', null],
    ['http://tools.example/jira', null],
  ])('for a page below /jira, %s is %s', (baseUrl, id) => {
    expect(sourceOf(match, [source('own', baseUrl)])?.id ?? null).toBe(id);
  });

  test('is the nearest where contexts nest, and of the same product', () => {
    const sources = [
      source('host', 'https://tools.example'),
      source('own', 'https://tools.example/jira'),
      source('wiki', 'https://tools.example/jira', 'confluence'),
    ];
    expect(sourceOf(match, sources)?.id).toBe('own');
    expect(sourceOf({ ...match, site: 'mediawiki' }, sources)).toBeNull();
  });
});

describe('the context', () => {
  test('has the best name there is, though the page has not built all of itself yet', () => {
    const ticket = ticketFields({ key: '', title: '' });
    expect(contextFromPage({ ...reading, ticket }, null)).toMatchObject({
      key: 'A-1',
      title: 'A-1 as the page says',
    });
    expect(contextFromPage({ ...reading, ticket: ticketFields({ title: 'Real' }) }, null).title).toBe('Real');
  });

  test('by API is of the same thing, in the words of the API, and knows its document', () => {
    const page = contextFromPage(reading, 's');
    const document = sourceDocument({
      id: '10001',
      kind: 'ticket',
      title: 'By API',
      version: '9',
      language: null,
    });
    const context = contextFromDocument(reading, document, 's');
    expect(context).toMatchObject({
      contextId: page.contextId,
      title: 'By API',
      revision: '9',
      documentId: '10001',
      sourceId: 's',
      language: 'en',
      readBy: 'api',
    });
  });

  test.each([
    [[comment('api')], ['api']],
    [[], ['page']],
  ])("takes the page's comments only where the API gave none: %j", (byApi, expected) => {
    const document = sourceDocument({ kind: 'ticket', ticket: ticketFields({ comments: byApi }) });
    const shown = { ...reading, ticket: ticketFields({ comments: [comment('page')] }) };
    const context = contextFromDocument(shown, document, null);
    expect(context.ticket?.comments.map(({ text }) => text)).toEqual(expected);
  });
});
