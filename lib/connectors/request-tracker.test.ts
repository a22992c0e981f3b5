import { describe, expect, it } from 'vitest';
import { createTestIo, json, sourceOf, type TestIo } from '../../tests/connector-io';
import { queryOf } from '../../tests/hostile-terms';
import { requestTracker } from './request-tracker';

const base = 'https://desk.acme.test/rt';
const source = sourceOf('request-tracker', base);
const dana = { userId: 'dana.reyes', displayName: 'Dana Reyes' };
const query = queryOf([
  { text: 'badge', weight: 2, kind: 'word' },
  { text: 'reader', weight: 1, kind: 'word' },
]);
const ticketRef = { kind: 'ticket', id: '7', idType: 'id', within: null } as const;
const articleRef = { kind: 'article', id: '3', idType: 'id', within: null } as const;

const html = (text: string, init: ResponseInit = {}) =>
  new Response(text, { headers: { 'content-type': 'text/html; charset=utf-8' }, ...init });
const pageOf = (user: object) =>
  html(`<head><script>
window.RT = {};
RT.CurrentUser = ${JSON.stringify(user)};
RT.Config      = {"rtname":"acme","WebPath":"/rt"};
</script></head><body id="comp-SelfService-Article-Search"></body>`);
const danasPage = () =>
  pageOf({
    id: 39,
    Name: 'dana.reyes',
    RealName: 'Dana Reyes',
    EmailAddress: 'd@acme.example',
    Privileged: true,
  });

const user = (id: string, RealName = '') => ({ type: 'user', id, Name: id, RealName });
const list = (items: unknown[], more: object = {}) => ({
  items,
  count: items.length,
  page: 1,
  pages: null,
  total: null,
  ...more,
});

function ticket(more: object = {}) {
  return {
    id: 7,
    EffectiveId: { type: 'ticket', id: '7' },
    Subject: 'Door D2 stays red',
    Status: 'resolved',
    Priority: '50',
    Queue: { id: '4', type: 'queue', Name: 'Facilities' },
    Owner: user('tom', 'Tom Ashworth'),
    Creator: user('ella', 'Ella Brooks'),
    Requestor: [{ type: 'user', id: 'ella' }],
    CustomFields: [{ id: '9', name: 'Category', values: ['Doors'] }],
    Created: '2026-10-26T06:31:00Z',
    LastUpdated: '2026-10-26T09:00:00Z',
    Resolved: '2026-10-26T08:47:00Z',
    ...more,
  };
}

type Row = readonly [id: string, type: string, at: string, by: string, text?: string];
const thread: readonly Row[] = [
  ['1', 'Create', '06:31:00', 'ella', 'Door D2 stays red.'],
  ['2', 'Comment', '07:05:00', 'tom', 'Third time this year.'],
  ['3', 'Correspond', '08:45:00', 'tom', 'The controller had stopped. I started it again.'],
  ['4', 'Correspond', '08:46:00', 'ella', 'Thank you!'],
  ['5', 'Status', '08:47:00', 'tom'],
];

interface Server {
  ticket?: object | Response;
  thread?: readonly Row[];
  texts?: object[];
  page?: () => Response;
  rows?: (url: URL) => object[];
}

/** A server of one ticket, for whoever the page names. */
function serve(server: Server = {}): TestIo {
  const rows = server.thread ?? thread;
  return createTestIo(
    base,
    (request) => {
      const url = new URL(request.url);
      const path = url.pathname.replace('/rt', '');
      if (path.startsWith('/SelfService/')) return (server.page ?? danasPage)();
      if (path.endsWith('/history')) {
        return json(
          list(
            rows.map(([id, Type, at, by]) => ({
              id,
              Type,
              Created: `2026-10-26T${at}Z`,
              Creator: user(by, by === 'tom' ? 'Tom Ashworth' : ''),
            })),
          ),
        );
      }
      if (path.endsWith('/attachments')) {
        const texts = rows
          .filter(([, , , , text]) => text !== undefined)
          .map(([TransactionId, , , , Content]) => ({
            id: `1${TransactionId}`,
            TransactionId,
            ContentType: 'text/plain',
            Content,
            Filename: '',
          }));
        return json(list(server.texts ?? texts));
      }
      if (path.startsWith('/REST/2.0/ticket/')) {
        return server.ticket instanceof Response ? server.ticket.clone() : json(ticket(server.ticket));
      }
      return json(list(server.rows?.(url) ?? []));
    },
    { user: dana },
  );
}

describe('a ticket', () => {
  it('is read with its thread: what the staff tell each other is internal, what helped was said by one of them', async () => {
    const io = serve();
    const document = await requestTracker.fetchOne(ticketRef, source, io);
    expect(document).toMatchObject({
      id: '7',
      ref: ticketRef,
      url: `${base}/Ticket/Display.html?id=7`,
      title: 'Door D2 stays red',
      version: '2026-10-26T09:00:00.000Z',
      space: 'Facilities',
      ticket: {
        key: '7',
        description: 'Door D2 stays red.',
        status: 'resolved',
        resolved: true,
        resolvedAt: '2026-10-26T08:47:00.000Z',
        resolution: 'The controller had stopped. I started it again.',
        category: 'Doors',
        assignmentGroup: 'Facilities',
        assignee: 'Tom Ashworth',
        requester: 'Ella Brooks',
      },
    });
    expect(document.ticket?.comments.map(({ visibility, author }) => [visibility, author])).toEqual([
      ['internal', 'Tom Ashworth'],
      ['public', 'Tom Ashworth'],
      ['public', 'ella'],
    ]);
    expect(JSON.stringify(document.blocks)).not.toContain('Third time');
  });

  it('is read by four requests, one after the other: texts without files, and the user again at the end', async () => {
    const io = serve();
    await requestTracker.fetchOne(ticketRef, source, io);
    expect(io.asked.map(({ pathname }) => pathname)).toEqual([
      '/rt/REST/2.0/ticket/7',
      '/rt/REST/2.0/ticket/7/history',
      '/rt/REST/2.0/ticket/7/attachments',
      '/rt/SelfService/Article/Search.html',
    ]);
    expect(JSON.parse(io.asked[2]?.searchParams.get('query') ?? '')).toEqual([
      { field: 'ContentType', operator: 'STARTSWITH', value: 'text/' },
      { field: 'Filename', operator: 'IS', value: 'NULL' },
      ...['1', '2', '3', '4'].map((value) => ({ field: 'TransactionId', value })),
    ]);
  });

  it('that was merged has the number of the one it was merged into, and the second request as a message', async () => {
    const merged: readonly Row[] = [...thread, ['9', 'Create', '06:50:00', 'ella', 'Once more: D2!']];
    const document = await requestTracker.fetchOne(
      { ...ticketRef, id: '8' },
      source,
      serve({ thread: merged }),
    );
    expect(document).toMatchObject({ id: '7', ref: ticketRef });
    expect(document.ticket?.description).toBe('Door D2 stays red.');
    expect(document.ticket?.comments[0]?.text).toBe('Once more: D2!');
  });

  it.each<[string, object, readonly Row[]]>([
    ['was opened again: the date of its closing stays', { Status: 'open' }, thread],
    [
      'was opened again into a status of the company’s own',
      { Status: 'in progress' },
      [...thread, ['6', 'Status', '10:00:00', 'tom']],
    ],
    ['was refused', { Status: 'rejected' }, thread],
    ['was never closed', { Status: 'stalled', Resolved: '1970-01-01T00:00:00Z' }, thread.slice(0, 4)],
  ])('that %s is not resolved', async (_, fields, rows) => {
    const { ticket: read } = await requestTracker.fetchOne(
      ticketRef,
      source,
      serve({ ticket: fields, thread: rows }),
    );
    expect(read).toMatchObject({ resolved: false, resolution: null, resolvedAt: null });
  });

  it('that was closed into a status of the company’s own is resolved', async () => {
    const { ticket: read } = await requestTracker.fetchOne(
      ticketRef,
      source,
      serve({ ticket: { Status: 'erledigt' } }),
    );
    expect(read).toMatchObject({ resolved: true, status: 'erledigt' });
  });

  it('says what its requester said where nobody else said anything', async () => {
    const alone: readonly Row[] = [
      thread[0] as Row,
      ['3', 'Correspond', '08:00:00', 'ella', 'It went away by itself.'],
      thread[4] as Row,
    ];
    const { ticket: read } = await requestTracker.fetchOne(ticketRef, source, serve({ thread: alone }));
    expect(read?.resolution).toBe('It went away by itself.');
  });

  it('never takes an internal comment for its resolution', async () => {
    const { ticket: read } = await requestTracker.fetchOne(
      ticketRef,
      source,
      serve({ thread: [thread[0], thread[1], thread[4]] as Row[] }),
    );
    expect(read).toMatchObject({ resolved: true, resolution: null });
  });

  it('keeps one of the two texts of a mail, and no file', async () => {
    const texts = [
      { id: '101', TransactionId: '1', ContentType: 'text/plain', Content: 'plain', Filename: '' },
      {
        id: '110',
        TransactionId: '1',
        ContentType: 'text/html',
        Content: '<p>Rich</p><ul><li>one</li></ul>',
        Filename: '',
      },
      { id: '102', TransactionId: '1', ContentType: 'text/plain', Content: 'a log', Filename: 'log.txt' },
      {
        id: '103',
        TransactionId: '99',
        ContentType: 'text/plain',
        Content: 'of another message',
        Filename: '',
      },
    ];
    const document = await requestTracker.fetchOne(ticketRef, source, serve({ texts }));
    expect(document.ticket?.description).toBe('Rich\none');
    expect(JSON.stringify(document)).not.toMatch(/a log|another message|plain/);
  });

  it('reads long threads by parts: their beginning, and what came last', async () => {
    const rows = Array.from({ length: 90 }, (_, at): Row => [
      String(at + 1),
      at === 0 ? 'Create' : 'Correspond',
      '07:00:00',
      'tom',
      `text ${at}`,
    ]);
    const io = serve({ thread: rows });
    const { ticket: read } = await requestTracker.fetchOne(ticketRef, source, io);
    expect(read?.comments).toHaveLength(89);
    const asked = io.asked.filter(({ pathname }) => pathname.endsWith('/attachments'));
    expect(asked.length).toBeGreaterThan(1);
    for (const { href } of asked) expect(href.length).toBeLessThan(6_000);
  });

  it.each([
    ['forbidden', () => json({ message: 'Forbidden' }, { status: 403 }), 'forbidden'],
    ['unknown', () => json({ message: 'Not Found' }, { status: 404 }), 'not-found'],
    ['deleted', () => json(ticket({ Status: 'deleted' })), 'not-found'],
    [
      'behind a sign-in',
      () => new Response('Login required', { status: 302, headers: { location: '/' } }),
      'signed-out',
    ],
    ['in a server that fails', () => html('<h1>Error</h1>', { status: 503 }), 'server'],
  ])('%s', async (_, answer, kind) => {
    await expect(
      requestTracker.fetchOne(ticketRef, source, serve({ ticket: answer() })),
    ).rejects.toMatchObject({ kind });
  });

  it.each(['0', '07', '-1', '7/history', '..', '7;id=8', ''])('is not asked for by %j', async (id) => {
    const io = serve();
    await expect(requestTracker.fetchOne({ ...ticketRef, id }, source, io)).rejects.toMatchObject({
      kind: 'not-found',
    });
    expect(io.asked).toEqual([]);
  });

  it('is not given to somebody else than who was there before', async () => {
    const io = serve({ page: () => pageOf({ Name: 'sam.okafor', RealName: 'Sam', Privileged: true }) });
    await expect(requestTracker.fetchOne(ticketRef, source, io)).rejects.toMatchObject({
      kind: 'signed-out',
    });
  });

  it('leads customers to their own pages', async () => {
    const io = serve({ page: () => pageOf({ Name: 'dana.reyes', Privileged: false }) });
    expect((await requestTracker.fetchOne(ticketRef, source, io)).url).toBe(
      `${base}/SelfService/Display.html?id=7`,
    );
  });
});

describe('an article', () => {
  const article = (more: object = {}) => ({
    id: '3',
    Name: 'Badge reader stays red',
    Summary: 'Start the controller again.',
    Class: { id: '2', Name: 'Facilities' },
    Created: '2025-11-03T09:00:00Z',
    LastUpdated: '2026-10-26T09:15:00Z',
    LastUpdatedBy: user('tom', 'Tom Ashworth'),
    Disabled: '0',
    CustomFields: [
      { id: '5', name: 'Status', values: ['current'] },
      { id: '2', name: 'Solution', values: ['<ol><li>Switch it off</li><li>and on</li></ol>'] },
      {
        id: '1',
        name: 'Problem',
        values: [
          'The reader is red and does not beep, whatever badge is held to it, since the last power cut.',
        ],
      },
      { id: '8', name: 'Plan', values: [{ filename: 'plan.png' }] },
    ],
    ...more,
  });
  const read = (more: object = {}) =>
    requestTracker.fetchOne(
      articleRef,
      source,
      createTestIo(base, ({ url }) => (url.includes('/REST/') ? json(article(more)) : danasPage()), {
        user: dana,
      }),
    );

  it('is its texts in the order of its fields, each under its name; short values are marks', async () => {
    expect(await read()).toMatchObject({
      id: 'article:3',
      ref: articleRef,
      title: 'Badge reader stays red',
      url: `${base}/Articles/Article/Display.html?id=3`,
      version: '2026-10-26T09:15:00.000Z',
      author: 'Tom Ashworth',
      space: 'Facilities',
      labels: ['current'],
      state: 'current',
      blocks: [
        { kind: 'paragraph', text: 'Start the controller again.' },
        { kind: 'heading', text: 'Problem' },
        { kind: 'paragraph' },
        { kind: 'heading', text: 'Solution' },
        { kind: 'list', ordered: true },
      ],
    });
  });

  it.each<[string, object, string]>([
    ['taken out of use', { Disabled: '1' }, 'retired'],
    ['of a class that is an archive', { Class: { id: '4', Name: 'Archive' } }, 'outdated'],
    [
      'marked as old',
      {
        CustomFields: [
          { id: '1', name: 'Text', values: ['long '.repeat(30)] },
          { id: '2', name: 'State', values: ['Outdated'] },
        ],
      },
      'outdated',
    ],
    ['marked as a draft', { Class: { id: '4', Name: 'Draft' } }, 'draft'],
  ])('%s', async (_, more, state) => {
    expect((await read(more)).state).toBe(state);
  });

  it('without any text is its summary', async () => {
    expect((await read({ CustomFields: '' })).blocks).toEqual([
      { kind: 'paragraph', text: 'Start the controller again.' },
    ]);
  });

  it('of one short text is that text', async () => {
    const CustomFields = [{ id: '1', name: 'Content', values: ['Start the controller again. Wait.'] }];
    expect((await read({ CustomFields })).blocks).toEqual([
      { kind: 'paragraph', text: 'Start the controller again. Wait.' },
    ]);
  });

  it('is found by name, summary and text, once, what says most first', async () => {
    const asked: unknown[] = [];
    const io = serve({
      rows: (url) => {
        const conditions = url.searchParams.get('query') ?? '';
        asked.push(JSON.parse(conditions));
        if (conditions.includes('"Name"')) return [article({ id: '4', Name: 'A badge' }), article()];
        return conditions.includes('Summary') ? [article()] : [article({ id: '9', Name: 'Other' })];
      },
    });
    const hits = await requestTracker.search({ ...query, excludeIds: ['article:9'] }, source, io);
    expect(hits.map(({ id }) => id)).toEqual(['article:3', 'article:4']);
    expect(hits[0]?.document?.version).toBe(hits[0]?.version);
    expect(asked).toEqual([
      ['badg', 'reader'].map((value) => ({ field: 'Name', operator: 'LIKE', value })),
      ['badg', 'reader'].map((value) => ({ field: 'Summary', operator: 'LIKE', value })),
      // Named after a field that the articles found have.
      [{ field: 'CustomField.{Problem}', operator: 'LIKE', value: 'badg' }],
      [{ field: 'CustomField.{Problem}', operator: 'LIKE', value: 'reader' }],
    ]);
  });
});

describe('parts of a source', () => {
  const scoped = (scopes: string[]) => sourceOf('request-tracker', base, { scopes });
  const rows = (url: URL) =>
    url.pathname.endsWith('/classes/all')
      ? [
          { id: '2', Name: 'Facilities' },
          { id: '5', Name: 'Archive' },
        ]
      : url.pathname.endsWith('/queues/all')
        ? [
            { id: '3', Name: 'Helpdesk' },
            { id: '4', Name: 'Facilities' },
            { id: '6', Name: '' },
          ]
        : [];

  it('are queues and classes of articles, told apart', async () => {
    expect(await requestTracker.listScopes?.(source, serve({ rows }))).toEqual([
      { key: 'Facilities', name: 'Facilities' },
      { key: 'Helpdesk', name: 'Helpdesk' },
      { key: 'class:Archive', name: 'Articles: Archive' },
      { key: 'class:Facilities', name: 'Articles: Facilities' },
    ]);
  });

  it('narrow the search for tickets to their queues', async () => {
    const io = serve({ rows });
    await requestTracker.similarTickets?.(query, scoped(['Helpdesk', 'class:Archive']), io);
    expect(io.asked[0]?.searchParams.get('query')).toMatch(/ AND \(Queue = 'Helpdesk'\)$/);
    const none = serve({ rows });
    expect(await requestTracker.similarTickets?.(query, scoped(['class:Archive']), none)).toEqual([]);
    expect(none.asked).toEqual([]);
  });

  it('narrow the search for articles to their classes', async () => {
    const io = serve({ rows });
    await requestTracker.search(query, scoped(['Helpdesk', 'class:archive']), io);
    const searches = io.asked.filter(({ pathname }) => pathname.endsWith('/articles'));
    expect(searches.length).toBeGreaterThan(0);
    for (const url of searches)
      expect(url.searchParams.get('query')).toContain('{"field":"Class","value":"5"}');
    expect(io.asked.length).toBeLessThanOrEqual(5);
    expect(await requestTracker.search(query, scoped(['Helpdesk']), serve({ rows }))).toEqual([]);
    expect(await requestTracker.search(query, scoped(['class:Gone']), serve({ rows }))).toEqual([]);
  });
});

describe('similar tickets', () => {
  const row = (id: string, Subject: string, Status = 'resolved') => ({
    id,
    Subject,
    Status,
    LastUpdated: '2026-10-26T08:47:00Z',
  });

  it('come strictest first, then by what their subjects hold; refused ones and those left out do not', async () => {
    const io = serve({
      rows: (url) => {
        const sql = url.searchParams.get('query') ?? '';
        if (sql.includes('Content')) return [row('5', 'Something')];
        return sql.includes(' AND Subject')
          ? [row('1', 'Badge reader red')]
          : [
              row('2', 'Reader'),
              row('3', 'Badge'),
              row('1', 'Badge reader red'),
              row('4', 'Badge', 'cancelled'),
              row('7', 'Badge'),
            ];
      },
    });
    const hits = await requestTracker.similarTickets?.({ ...query, excludeIds: ['7'] }, source, io);
    expect(hits?.map(({ id }) => id)).toEqual(['1', '3', '2']);
    expect(hits?.[0]).toMatchObject({ version: '2026-10-26T08:47:00.000Z', document: null });
  });

  it('are looked for in texts only by an identifier, and where subjects bring little', async () => {
    const terms = [...query.terms, { text: '0x80070035', weight: 3, kind: 'identifier' as const }];
    const little = serve({ rows: () => [] });
    await requestTracker.similarTickets?.({ ...query, terms }, source, little);
    expect(little.asked.some((url) => url.search.includes('Content'))).toBe(true);
    const many = serve({ rows: () => ['1', '2', '3'].map((id) => row(id, 'Badge')) });
    await requestTracker.similarTickets?.({ ...query, terms }, source, many);
    expect(many.asked.some((url) => url.search.includes('Content%20LIKE'))).toBe(false);
  });
});

describe('who is signed in', () => {
  const identify = (answer: (path: string) => Response) =>
    requestTracker.identify(
      source,
      createTestIo(base, ({ url }) => answer(new URL(url).pathname.replace('/rt', ''))),
    );

  it('is named by a page, by login', async () => {
    expect(await identify(danasPage)).toEqual(dana);
    expect(await identify(() => pageOf({ Name: 'x"}; y', RealName: '' }))).toEqual({
      userId: 'x"}; y',
      displayName: 'x"}; y',
    });
  });

  it('is named by another page where the first was taken away', async () => {
    const gone = (path: string) =>
      path === '/SelfService/Prefs.html' ? danasPage() : html('RT Error', { status: 404 });
    expect(await identify(gone)).toEqual(dana);
    expect(
      await identify((path) => (path === '/' ? danasPage() : html('<title>Maintained</title>'))),
    ).toEqual(dana);
  });

  it.each([
    ['the sign-in page', () => pageOf({}), 'signed-out'],
    [
      'a redirect to it',
      () => new Response(null, { status: 302, headers: { location: '/rt/NoAuth/Login.html?next=1' } }),
      'signed-out',
    ],
    ['another product', () => html('<h1>Wiki</h1>'), 'bad-answer'],
    ['a user without a name', () => pageOf({ id: 1 }), 'bad-answer'],
    ['a script that is none', () => html('RT.CurrentUser = {"Name": oops};\n'), 'bad-answer'],
    ['too many requests', () => html('', { status: 429 }), 'rate-limited'],
  ])('is nobody after %s', async (_, answer, kind) => {
    await expect(identify(answer)).rejects.toMatchObject({ kind });
  });
});

describe('finding a Request Tracker', () => {
  it.each([
    [
      'https://desk.acme.test/rt/Ticket/Display.html?id=1',
      ['https://desk.acme.test/rt', 'https://desk.acme.test'],
    ],
    ['https://rt.acme.test/SelfService/', ['https://rt.acme.test']],
    ['https://rt.acme.test/', ['https://rt.acme.test']],
    [
      'https://acme.test/tools/rt/Search/Results.html?Query=id%3E0',
      ['https://acme.test/tools/rt', 'https://acme.test/tools', 'https://acme.test'],
    ],
    ['https://acme.atlassian.net/Ticket/Display.html?id=1', []],
  ])('%s -> %j', (url, bases) => {
    expect(requestTracker.candidates(new URL(url))).toEqual(bases);
  });

  const login = `<script>
RT.CurrentUser = {};
RT.Config      = {"rtname":"acme"};
</script><body class="x" id="comp-NoAuth-Login"><span>RT Version 4.4.6+dfsg-1</span>`;

  it.each<[string, Response, Response, unknown]>([
    [
      'for whoever is signed in',
      json({ Version: '5.0.3+dfsg-3' }),
      html('', { status: 302 }),
      { name: 'Request Tracker', version: '5.0.3' },
    ],
    [
      'for anybody else',
      new Response('Login required', { status: 302 }),
      html(login),
      { name: 'Request Tracker', version: '4.4.6' },
    ],
    [
      'never in another product’s sign-in page',
      html('', { status: 404 }),
      html('<body id="jira"><input type="password">'),
      null,
    ],
    [
      'never in a page that only mentions it',
      html('', { status: 404 }),
      html('<body id="x">comp-NoAuth-Login RT.Config = 1'),
      null,
    ],
    ['never in another product’s version', json({ Version: 3 }), html('', { status: 404 }), null],
  ])('%s', async (_, rest, page, result) => {
    const io = createTestIo(base, ({ url }) => (url.includes('/REST/') ? rest : page).clone());
    expect(await requestTracker.probe(base, io)).toEqual(result);
  });
});
