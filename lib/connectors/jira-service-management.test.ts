import { describe, expect, it } from 'vitest';
import { createTestIo, json, sourceOf } from '../../tests/connector-io';
import { hostileTexts, queryOf, termsOf } from '../../tests/hostile-terms';
import { loadCompany } from '../../tests/fakes/company';
import { createAtlassianCloudFake } from '../../tests/fakes/atlassian-cloud';
import { cookieHeader } from '../../tests/fakes/sessions';
import { sourceDocumentSchema } from '../core/document';
import { jiraServiceManagement as desk } from './jira-service-management';

const base = 'https://acme.atlassian.net';
const source = sourceOf('jira-service-management', base);
const dana = { userId: '712020:dana', displayName: 'Dana' };
const named = { headers: { 'x-aaccountid': '712020%3Adana' } };
const query = queryOf(termsOf(['certificate', 'wi-fi', 'laptop', 'red'], 'word'));
const ticketRef = { kind: 'ticket', id: 'HELP-9', idType: 'key', within: null } as const;
const articleRef = { kind: 'article', id: '123', idType: 'page-id', within: null } as const;

type Answers = Readonly<Record<string, (url: URL) => Response>>;
/** Answers by the end of the path; everything else is refused. */
function ioOf(answers: Answers, more: object = { user: dana }) {
  return createTestIo(
    base,
    (request) => {
      const url = new URL(request.url);
      const found = Object.entries(answers).find(([end]) => url.pathname.endsWith(end));
      return found ? found[1](url) : json({}, { status: 403 });
    },
    more,
  );
}

const list = (values: unknown[], more: object = {}) => json({ values, isLastPage: true, ...more }, named);
const myself = () => json({ accountId: dana.userId, displayName: 'Dana' }, named);
const row = (id: string, title: string) => ({
  title,
  excerpt: 'x',
  source: { type: 'confluence', pageId: id, spaceKey: 'ITOPS' },
  content: { iframeSrc: `${base}/rest/servicedeskapi/knowledgebase/article/view/${id}` },
});
const desks = [
  { id: '3', projectId: '100', projectKey: 'HELP', projectName: 'Helpdesk' },
  { id: '4', projectId: '101', projectKey: 'HR', projectName: 'People' },
];

describe('articles', () => {
  it('are asked for with all words together and then with the strongest alone', async () => {
    const io = ioOf({ '/knowledgebase/article': () => list([]), '/myself': myself });
    expect(await desk.search(query, source, io)).toEqual([]);
    expect(io.asked.map((url) => url.searchParams.get('query'))).toEqual([
      'certificate wi fi laptop',
      'wi fi',
      'certificate',
    ]);
    expect(io.headers.every((headers) => headers.get('x-experimentalapi') === 'opt-in')).toBe(true);
  });

  it('are found by page id, or by the address of the body where older sites say no more', async () => {
    const old = {
      title: '@@@hl@@@Wi-Fi@@@endhl@@@',
      source: { type: 'confluence' },
      content: { iframeSrc: `${base}/rest/servicedesk/knowledgebase/latest/articles/view/77` },
    };
    const io = ioOf({
      '/knowledgebase/article': () =>
        list([row('123', 'One'), old, { title: 'Nowhere' }, row('123', 'Again')]),
      '/myself': myself,
    });
    // Confluence refuses: a customer, who has no seat there.
    expect(await desk.search(query, source, io)).toEqual([
      { ref: articleRef, id: '123', title: 'One', version: '', document: null },
      { ref: { ...articleRef, id: '77' }, id: '77', title: 'Wi-Fi', version: '', document: null },
    ]);
  });

  it('are those of the chosen desks', async () => {
    const io = ioOf({
      '/servicedeskapi/servicedesk': () => list(desks),
      '/knowledgebase/article': () => list([]),
      '/myself': myself,
    });
    await desk.search(query, { ...source, scopes: ['hr'] }, io);
    const paths = io.asked.map(({ pathname }) => pathname).slice(1);
    expect(new Set(paths)).toEqual(new Set(['/rest/servicedeskapi/servicedesk/4/knowledgebase/article']));
    const none = ioOf({ '/servicedeskapi/servicedesk': () => list(desks), '/myself': myself });
    expect(await desk.search(query, { ...source, scopes: ['GONE'] }, none)).toEqual([]);
    expect(none.asked).toHaveLength(1);
  });

  it('are shown as the portal shows them to whom Confluence is closed', async () => {
    const io = ioOf({
      '/article/view/123': () =>
        new Response(
          '<html lang="en"><head><title>Badge readers</title></head><body><p>Hold it.</p><script>alert(1)</script></body></html>',
          { headers: { 'content-type': 'text/html' } },
        ),
      '/myself': myself,
    });
    const document = await desk.fetchOne(articleRef, source, io);
    expect(sourceDocumentSchema.parse(document)).toMatchObject({
      id: '123',
      title: 'Badge readers',
      url: `${base}/servicedesk/customer/article/123`,
      blocks: [{ kind: 'paragraph', text: 'Hold it.' }],
      version: expect.stringMatching(/\w/),
    });
  });

  it.each(['0', '../../admin', 'x|y', '1 or 1'])('are not asked for by %j', async (id) => {
    const io = ioOf({ '/myself': myself });
    await expect(desk.fetchOne({ ...articleRef, id }, source, io)).rejects.toMatchObject({
      kind: 'not-found',
    });
    expect(io.asked.every(({ pathname }) => pathname.endsWith('/myself'))).toBe(true);
  });

  it('are asked for in words only, whatever people type', async () => {
    const io = ioOf({ '/knowledgebase/article': () => list([]), '/myself': myself });
    for (const text of hostileTexts) await desk.search(queryOf(termsOf([text])), source, io);
    for (const url of io.asked) {
      expect(url.searchParams.get('query')).toMatch(/^[^"()[\]{}^~*?:/|&!+=<>;\\-]+$/);
      expect([...url.searchParams.keys()]).toEqual(['query', 'highlight', 'limit']);
      expect(url.href.length).toBeLessThan(3_000);
    }
  });
});

describe('a request of a customer, for whom Jira has no issue', () => {
  const at = (iso: string) => ({ iso8601: iso, epochMillis: Date.parse(iso) });
  const request = {
    issueKey: 'HELP-9',
    serviceDeskId: '3',
    createdDate: at('2026-01-05T08:00:00Z'),
    reporter: { displayName: 'Ade Okafor' },
    requestType: { name: 'Badge' },
    serviceDesk: { projectName: 'Helpdesk' },
    requestFieldValues: [
      { fieldId: 'summary', value: 'Badge reader stays red' },
      { fieldId: 'description', value: 'Door *4*', renderedValue: { html: '<p>Door <b>4</b></p>' } },
      { fieldId: 'customfield_1', value: { id: 1 } },
    ],
    currentStatus: { status: 'Resolved', statusCategory: 'DONE', statusDate: at('2026-01-05T10:00:00Z') },
  };
  const comment = (body: string, isPublic: boolean, iso: string) => ({
    body,
    public: isPublic,
    author: { displayName: 'Mara Weber' },
    created: at(iso),
  });
  const answers: Answers = {
    '/myself': myself,
    '/request/HELP-9/comment': () =>
      list([
        comment('Hold it for *two* seconds.', true, '2026-01-05T09:00:00Z'),
        comment('He is always like that.', false, '2026-01-05T09:30:00Z'),
      ]),
    '/request/HELP-9': () => json(request, named),
  };

  it('is read from the portal, without what agents wrote among themselves', async () => {
    const io = ioOf(answers);
    const document = await desk.fetchOne(ticketRef, source, io);
    expect(sourceDocumentSchema.parse(document)).toMatchObject({
      id: 'HELP-9',
      title: 'Badge reader stays red',
      url: `${base}/servicedesk/customer/portal/3/HELP-9`,
      version: '2026-01-05T10:00:00.000Z',
      space: 'Helpdesk',
      ticket: {
        description: 'Door 4',
        resolved: true,
        resolution: 'Hold it for two seconds.',
        resolvedAt: '2026-01-05T10:00:00.000Z',
        category: 'Badge',
        comments: [{ visibility: 'public', text: 'Hold it for two seconds.' }],
      },
    });
    expect(JSON.stringify(document)).not.toContain('always like that');
    const asked = io.asked.find(({ pathname }) => pathname.endsWith('/comment'));
    expect(asked?.searchParams.get('internal')).toBe('false');
  });

  it('is refused as Jira refused it where the portal does not have it either', async () => {
    const io = ioOf({ '/myself': myself });
    await expect(desk.fetchOne(ticketRef, source, io)).rejects.toMatchObject({ kind: 'forbidden' });
  });

  it('is not like others: customers have no search of issues', async () => {
    const io = ioOf({ '/myself': myself, '/servicedeskapi/servicedesk': () => list(desks) });
    expect(await desk.similarTickets?.(query, source, io)).toEqual([]);
  });

  it('has its reader named by the desk where Jira lets them not in', async () => {
    const io = ioOf({ '/servicedeskapi/servicedesk': () => list(desks) }, {});
    expect(await desk.identify(source, io)).toEqual({ userId: '712020:dana', displayName: null });
    const nobody = ioOf({ '/servicedeskapi/servicedesk': () => json({ values: [] }) }, {});
    await expect(desk.identify(source, nobody)).rejects.toMatchObject({ kind: 'forbidden' });
  });
});

describe('similar requests', () => {
  it('are of service projects, those of the source where it names some', async () => {
    const asked = async (scopes: string[]) => {
      const io = ioOf({
        '/servicedeskapi/servicedesk': () => list(desks),
        '/search/jql': () => json({ issues: [], isLast: true }, named),
        '/myself': myself,
      });
      await desk.similarTickets?.(query, { ...source, scopes }, io);
      return io.asked.map((url) => / AND project in .*$/.exec(url.searchParams.get('jql') ?? '')?.[0]).at(-1);
    };
    expect(await asked([])).toBe(' AND project in ("HELP", "HR")');
    expect(await asked(['4'])).toBe(' AND project in ("HR")');
    expect(await asked(['GONE'])).toBeUndefined();
  });
});

describe('finding a service desk', () => {
  it.each<[string, Answers, unknown]>([
    [
      'with its API',
      {
        '/serverInfo': () => json({ deploymentType: 'Cloud', version: '1001' }),
        '/info': () => json({ version: '1' }),
      },
      { name: 'Jira', version: '1001' },
    ],
    ['without it', { '/serverInfo': () => json({ deploymentType: 'Cloud', version: '1001' }) }, null],
    [
      'on Data Center',
      { '/serverInfo': () => json({ deploymentType: 'Server' }), '/info': () => json({}) },
      null,
    ],
  ])('%s', async (_, answers, result) => {
    expect(await desk.probe(base, ioOf(answers, {}))).toEqual(result);
  });
});

describe("on Acme's site", () => {
  const company = loadCompany();
  const fake = createAtlassianCloudFake(company);
  const customer = company.people.find(({ roles }) => roles.length === 0);
  const internal = company.tickets.flatMap(({ project, comments }) =>
    project === 'HELP' ? comments.filter((comment) => comment.internal).map(({ body }) => body) : [],
  );

  it.skipIf(!customer)('a customer reads their request, and no internal note of it', async () => {
    const own = company.tickets.find(
      ({ project, requester }) => project === 'HELP' && requester === customer?.id,
    );
    const cookie = cookieHeader(fake.signIn(customer?.id ?? ''));
    const io = createTestIo(base, (request) => fake.handle(request), { cookie });
    const user = await desk.identify(source, io);
    const document = await desk.fetchOne({ ...ticketRef, id: own?.id ?? '' }, source, { ...io, user });
    expect(document.title).toBe(own?.title);
    expect(document.ticket?.comments.every(({ visibility }) => visibility === 'public')).toBe(true);
    for (const note of internal) expect(JSON.stringify(document)).not.toContain(note.slice(0, 30));
  });
});
