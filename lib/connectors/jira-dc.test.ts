import { describe, expect, it } from 'vitest';
import { createTestIo, json, sourceOf } from '../../tests/connector-io';
import { queryOf, termsOf } from '../../tests/hostile-terms';
import type { ConnectorIo } from './connector';
import { jiraDc } from './jira-dc';

const base = 'https://jira.acme.example/jira';
const source = sourceOf('jira-dc', base);
const dana = { userId: 'dana@acme.example', displayName: 'Dana' };
const query = queryOf([
  { text: 'error 809', weight: 3, kind: 'identifier' },
  { text: 'vpn', weight: 2, kind: 'word' },
]);
const ref = { kind: 'ticket', id: 'HELP-12', idType: 'key', within: null } as const;

interface Comment {
  id: string;
  body: string;
  created: string;
  visibility?: object;
  jsdPublic?: boolean;
  properties?: { key: string; value: unknown }[];
}

const comments: Comment[] = [
  { id: '1', body: 'Tried a *hotspot*?', created: '2026-01-05T09:00:00.000+0100' },
  {
    id: '2',
    body: 'Router of room 12',
    created: '2026-01-05T10:00:00.000+0100',
    visibility: { type: 'role', value: 'Agents' },
  },
  { id: '3', body: 'Opened UDP 500.', created: '2026-01-05T11:05:00.000+0100' },
  { id: '4', body: 'Thanks!', created: '2026-01-09T11:05:00.000+0100' },
];

function issue(key: string, fields: Record<string, unknown> = {}, renderedFields: unknown = undefined) {
  return {
    key,
    fields: {
      summary: 'VPN drops',
      description: 'h2. What\n* error 809',
      status: { name: 'Done', statusCategory: { key: 'done' } },
      resolution: { name: 'Fixed' },
      resolutiondate: '2026-01-05T11:02:11.000+0100',
      issuetype: { name: 'Incident' },
      priority: { name: 'High' },
      labels: ['vpn'],
      components: [{ name: 'Network' }],
      created: '2026-01-05T08:02:11.000+0100',
      updated: '2026-01-09T11:05:00.000+0100',
      reporter: { displayName: 'Mateo Ruiz' },
      assignee: null,
      comment: { comments },
      project: { key: 'HELP', name: 'Helpdesk', projectTypeKey: 'business' },
      ...fields,
    },
    ...(renderedFields ? { renderedFields } : {}),
  };
}

function answers(body: unknown, init: ResponseInit = {}): { io: ReturnType<typeof createTestIo> } {
  return { io: createTestIo(base, () => json(body, init), { user: dana }) };
}

describe('an issue', () => {
  it('is read from wiki markup, with dates in UTC and restricted comments internal', async () => {
    const { io } = answers(issue('HELP-12'));
    const document = await jiraDc.fetchOne(ref, source, io);
    expect(document).toMatchObject({
      id: 'HELP-12',
      url: `${base}/browse/HELP-12`,
      version: '2026-01-09T10:05:00.000Z',
      space: 'Helpdesk',
      restricted: false,
      ticket: {
        resolved: true,
        resolution: 'Opened UDP 500.',
        resolvedAt: '2026-01-05T10:02:11.000Z',
        category: 'Network',
        requester: 'Mateo Ruiz',
        assignee: null,
        comments: [{ visibility: 'public', text: 'Tried a hotspot?' }, { visibility: 'internal' }, {}, {}],
      },
      blocks: [
        { kind: 'heading', text: 'Description' },
        { kind: 'heading', text: 'What' },
        { kind: 'list' },
        { kind: 'heading', text: 'Resolution' },
        { kind: 'paragraph', text: 'Opened UDP 500.' },
      ],
    });
    expect(io.asked[0]?.searchParams.get('fields')).toContain('resolution,');
    expect(io.asked[0]?.searchParams.get('expand')).toBe('renderedFields');
  });

  it('is read from the HTML where the server rendered it, document formats that are no text included', async () => {
    const rendered = {
      description: '<p>Error <b>809</b></p><script>alert(1)</script>',
      comment: { comments: [{ id: '3', body: '<ol><li>Open UDP 500</li></ol>' }] },
    };
    const { io } = answers(issue('HELP-12', { description: { type: 'doc' } }, rendered));
    const { ticket, blocks } = await jiraDc.fetchOne(ref, source, io);
    expect(ticket?.description).toBe('Error 809');
    expect(ticket?.comments[0]?.text).toBe('Tried a hotspot?');
    expect(blocks.at(-1)).toEqual({
      kind: 'list',
      ordered: true,
      items: [{ text: 'Open UDP 500', depth: 0 }],
    });
  });

  it('has the key that the server gives after a move', async () => {
    const { io } = answers(issue('NET-3'));
    expect(await jiraDc.fetchOne(ref, source, io)).toMatchObject({ id: 'NET-3', ref: { id: 'NET-3' } });
  });

  it('says that it is restricted when it has a security level', async () => {
    const { io } = answers(issue('HELP-12', { security: { name: 'Staff only' } }));
    expect((await jiraDc.fetchOne(ref, source, io)).restricted).toBe(true);
  });

  it('has nothing but its resolution to say where nobody explained it in public', async () => {
    const { io } = answers(issue('HELP-12', { comment: { comments: [comments[1]] } }));
    expect((await jiraDc.fetchOne(ref, source, io)).ticket?.resolution).toBe('Fixed');
  });

  it.each([
    ['jsdPublic', { jsdPublic: false }],
    ['a property', { properties: [{ key: 'sd.public.comment', value: { internal: true } }] }],
    ['a property as text', { properties: [{ key: 'sd.public.comment', value: { internal: 'true' } }] }],
  ])('takes a comment for internal by %s', async (_, mark) => {
    const { io } = answers(issue('HELP-12', { comment: { comments: [{ ...comments[0], ...mark }] } }));
    expect((await jiraDc.fetchOne(ref, source, io)).ticket?.comments[0]?.visibility).toBe('internal');
  });

  it.each(['.', '..', ''])('is not asked for by %j', async (id) => {
    const { io } = answers(issue('HELP-12'));
    await expect(jiraDc.fetchOne({ ...ref, id }, source, io)).rejects.toMatchObject({ kind: 'not-found' });
    expect(io.asked).toEqual([]);
  });
});

describe("a service desk's issue that does not say which comments are internal", () => {
  const desk = issue('HELP-12', {
    project: { key: 'HELP', name: 'Helpdesk', projectTypeKey: 'service_desk' },
  });
  const told = {
    comments: [
      { ...comments[0], properties: [{ key: 'sd.public.comment', value: { internal: true } }] },
      { ...comments[2], properties: [] },
    ],
  };
  const ioOf = (list: Response) =>
    createTestIo(base, (request) => (request.url.includes('/comment?') ? list : json(desk)), { user: dana });

  it('asks the comment list', async () => {
    const { ticket } = await jiraDc.fetchOne(ref, source, ioOf(json(told)));
    expect(ticket?.comments.map(({ visibility }) => visibility)).toEqual(['internal', 'public']);
  });

  it('takes all of them for internal when that is refused, and quotes none', async () => {
    const { ticket } = await jiraDc.fetchOne(ref, source, ioOf(json({}, { status: 403 })));
    expect(ticket?.comments.every(({ visibility }) => visibility === 'internal')).toBe(true);
    expect(ticket?.resolution).toBe('Fixed');
  });

  it('comes out of a search without its document, to be read one by one', async () => {
    const { io } = answers({ issues: [desk], total: 1 });
    const hits = await jiraDc.similarTickets?.(query, source, io);
    expect(hits?.[0]).toMatchObject({ id: 'HELP-12', document: null });
  });
});

describe('similar issues', () => {
  const jqlOf = (io: { asked: URL[] }) => io.asked.map((url) => url.searchParams.get('jql') ?? '');

  it('are resolved, of the named projects, strict search first', async () => {
    const io = createTestIo(
      base,
      () => json({ issues: [issue('HELP-1'), issue('HELP-2', { resolution: null })], total: 2 }),
      { user: dana },
    );
    const hits = await jiraDc.similarTickets?.(query, sourceOf('jira-dc', base, { scopes: ['HELP'] }), io);
    expect(hits?.map(({ id }) => id)).toEqual(['HELP-1']);
    expect(hits?.[0]?.document?.ticket?.resolution).toBe('Opened UDP 500.');
    expect(jqlOf(io)).toEqual([
      '(text ~ "\\"error 809\\"") AND statusCategory = Done AND resolution is not EMPTY AND project in ("HELP")',
      '(text ~ "\\"error 809\\"" OR text ~ "vpn") AND statusCategory = Done AND resolution is not EMPTY AND project in ("HELP")',
    ]);
  });

  it('are searched without status category where the server has none', async () => {
    const io = createTestIo(
      base,
      (request) =>
        request.url.includes('statusCategory')
          ? json({ errorMessages: ['no field'] }, { status: 400 })
          : json({ issues: [issue('A-1')], total: 1 }),
      { user: dana },
    );
    expect(await jiraDc.similarTickets?.({ ...query, limit: 1 }, source, io)).toHaveLength(1);
    expect(io.asked).toHaveLength(2);
  });

  it('are paged until the limit, which is a page or three', async () => {
    const io = createTestIo(
      base,
      (request) => {
        const at = Number(new URL(request.url).searchParams.get('startAt'));
        return json({ issues: Array.from({ length: 4 }, (_, n) => issue(`A-${at + n + 1}`)), total: 100 });
      },
      { user: dana },
    );
    const hits = await jiraDc.similarTickets?.({ ...query, limit: 9, excludeIds: ['A-2'] }, source, io);
    expect(hits?.map(({ id }) => id)).toEqual([
      'A-1',
      'A-3',
      'A-4',
      'A-5',
      'A-6',
      'A-7',
      'A-8',
      'A-9',
      'A-10',
    ]);
    expect(io.asked.map((url) => url.searchParams.get('startAt'))).toEqual(['0', '4', '8']);
  });

  it('keep their URL short and never ask everything', async () => {
    const long = termsOf(Array.from({ length: 30 }, (_, at) => `日本語の長い検索語${at}`.repeat(9)));
    const { io } = answers({ issues: [], total: 0 });
    await jiraDc.similarTickets?.(queryOf(long), source, io);
    expect(io.asked.length).toBeGreaterThan(0);
    for (const url of io.asked) {
      expect(url.href.length).toBeLessThan(2020);
      expect(url.searchParams.get('jql')).toContain('text ~ ');
    }
    const nothing = answers({ issues: [] }).io;
    expect(await jiraDc.similarTickets?.(queryOf(termsOf(['"', '***'])), source, nothing)).toEqual([]);
    expect(nothing.asked).toEqual([]);
  });
});

describe('who is signed in', () => {
  it('is named by the server on every answer, percent-encoded', async () => {
    const same = answers(issue('HELP-12'), { headers: { 'x-ausername': 'Dana%40acme.example' } });
    await expect(jiraDc.fetchOne(ref, source, same.io)).resolves.toMatchObject({ id: 'HELP-12' });
    for (const name of ['anonymous', 'sam%40acme.example', '100%']) {
      const other = answers({ issues: [] }, { headers: { 'x-ausername': name } });
      await expect(jiraDc.similarTickets?.(query, source, other.io)).rejects.toMatchObject({
        kind: 'signed-out',
      });
    }
  });

  it('is the name, and nobody when the answer was anonymous', async () => {
    const identify = (body: unknown, headers: Record<string, string> = {}) =>
      jiraDc.identify(
        source,
        createTestIo(base, () => json(body, { headers })),
      );
    expect(await identify({ name: 'dana', displayName: 'Dana Reyes' })).toEqual({
      userId: 'dana',
      displayName: 'Dana Reyes',
    });
    await expect(identify({ name: 'x' }, { 'x-ausername': 'anonymous' })).rejects.toMatchObject({
      kind: 'signed-out',
    });
    await expect(identify({})).rejects.toMatchObject({ kind: 'signed-out' });
  });
});

describe('finding a Jira', () => {
  it.each([
    ['https://acme.example/jira/browse/HELP-12', ['https://acme.example/jira', 'https://acme.example']],
    ['https://jira.acme.example/browse/HELP-12', ['https://jira.acme.example']],
    [
      'https://acme.example/tools/jira/secure/Dashboard.jspa',
      ['https://acme.example/tools/jira', 'https://acme.example/tools', 'https://acme.example'],
    ],
    ['https://acme.example/jira', ['https://acme.example/jira', 'https://acme.example']],
    ['http://jira:8080/projects/HELP/issues/HELP-1', ['http://jira:8080']],
    ['https://acme.atlassian.net/browse/HELP-12', []],
    ['ftp://jira.acme.example/', []],
  ])('%s -> %j', (url, bases) => {
    expect(jiraDc.candidates(new URL(url))).toEqual(bases);
  });

  it.each<[string, Response, unknown]>([
    [
      'Jira',
      json({ baseUrl: base, version: '9.12.5', serverTitle: 'Acme Jira', deploymentType: 'Server' }),
      { name: 'Acme Jira', version: '9.12.5' },
    ],
    ['Jira Cloud', json({ baseUrl: base, version: '1001.0.0', deploymentType: 'Cloud' }), null],
    ['something else', json({ ok: true }), null],
    ['a page', new Response('<html></html>', { headers: { 'content-type': 'text/html' } }), null],
    ['nothing', json({}, { status: 404 }), null],
    ['a sign-in wall', json({}, { status: 302 }), null],
    [
      'a Jira that tells nobody anything',
      new Response('<body id="jira" class="page-type-login" data-version="10.3.1">', {
        headers: { 'content-type': 'text/html' },
      }),
      { name: 'Jira', version: '10.3.1' },
    ],
  ])('%s', async (_, response, result) => {
    const io: ConnectorIo = createTestIo(base, () => response.clone());
    expect(await jiraDc.probe(base, io)).toEqual(result);
  });
});
