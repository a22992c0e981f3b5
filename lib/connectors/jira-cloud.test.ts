import { describe, expect, it } from 'vitest';
import { createTestIo, json, sourceOf } from '../../tests/connector-io';
import { queryOf, termsOf } from '../../tests/hostile-terms';
import { sourceDocumentSchema } from '../core/document';
import { jiraCloud } from './jira-cloud';

const base = 'https://acme.atlassian.net';
const source = sourceOf('jira-cloud', base);
const dana = { userId: '712020:dana', displayName: 'Dana' };
const named = { headers: { 'x-aaccountid': '712020%3Adana' } };
const ref = { kind: 'ticket', id: 'HELP-12', idType: 'key', within: null } as const;
const query = queryOf([
  { text: 'error 809', weight: 3, kind: 'identifier' },
  { text: 'vpn', weight: 2, kind: 'word' },
]);

const adf = (text: string) => ({
  type: 'doc',
  version: 1,
  content: [{ type: 'paragraph', content: [{ type: 'text', text }] }],
});
const comment = (n: number, text = `Comment ${n}`, more: object = {}) => ({
  id: String(n),
  author: { displayName: 'Mara Weber' },
  body: adf(text),
  created: new Date(Date.UTC(2026, 0, 5, 9, n)).toISOString().replace('Z', '+0000'),
  jsdPublic: true,
  ...more,
});

function issue(key: string, fields: Record<string, unknown> = {}) {
  return {
    id: '10010',
    key,
    fields: {
      summary: 'VPN drops',
      description: adf('Error 809 <b>'),
      status: { name: 'Done', statusCategory: { key: 'done' } },
      resolution: { name: 'Fixed' },
      resolutiondate: '2026-01-05T10:02:11.000+0100',
      issuetype: { name: 'Incident' },
      created: '2026-01-05T08:02:11.000+0100',
      updated: '2026-01-09T11:05:00.000+0100',
      reporter: { displayName: 'Mateo Ruiz', accountId: '712020:mateo' },
      project: { key: 'HELP', name: 'Helpdesk', projectTypeKey: 'software' },
      comment: { comments: [comment(1, 'Opened UDP 500.')], total: 1 },
      ...fields,
    },
  };
}

type Answer = (url: URL) => Response;
const ioOf = (answer: Answer, more: object = { user: dana }) =>
  createTestIo(base, (request) => answer(new URL(request.url)), more);
const myself = (accountId: string) => json({ accountId, displayName: 'Somebody' });

describe('an issue', () => {
  it('is read from its documents, never from what the server rendered', async () => {
    const io = ioOf(() => json(issue('HELP-12'), named));
    const document = await jiraCloud.fetchOne(ref, source, io);
    expect(sourceDocumentSchema.parse(document)).toEqual(document);
    expect(document).toMatchObject({
      id: 'HELP-12',
      url: `${base}/browse/HELP-12`,
      version: '2026-01-09T10:05:00.000Z',
      ticket: {
        description: 'Error 809 <b>',
        resolved: true,
        resolution: 'Opened UDP 500.',
        requester: 'Mateo Ruiz',
      },
    });
    expect(io.asked).toHaveLength(1);
    expect(io.asked[0]?.searchParams.get('expand')).toBeNull();
  });

  it('has the key that the server gives after a move', async () => {
    const io = ioOf(() => json(issue('NET-3'), named));
    expect(await jiraCloud.fetchOne(ref, source, io)).toMatchObject({ id: 'NET-3', ref: { id: 'NET-3' } });
  });

  it('with more comments than came along is told its newest, and none twice', async () => {
    const all = Array.from({ length: 150 }, (_, n) => comment(n + 1));
    const io = ioOf((url) =>
      url.pathname.endsWith('/comment')
        ? json({ comments: all.toReversed().slice(0, 100), total: 150 }, named)
        : json(issue('HELP-12', { comment: { comments: all.slice(0, 60), total: 150 } }), named),
    );
    const { ticket } = await jiraCloud.fetchOne(ref, source, io);
    expect(ticket?.comments.map(({ text }) => text)).toEqual(all.map((_, n) => `Comment ${n + 1}`));
    expect(io.asked[1]?.searchParams.get('orderBy')).toBe('-created');
  });

  it('keeps restricted comments and internal notes apart', async () => {
    const comments = [
      comment(1, 'Public'),
      comment(2, 'Note', { jsdPublic: false }),
      comment(3, 'Restricted', { visibility: { type: 'role', value: 'Developers' } }),
    ];
    const io = ioOf(() => json(issue('HELP-12', { comment: { comments, total: 3 } }), named));
    const { ticket } = await jiraCloud.fetchOne(ref, source, io);
    expect(ticket?.comments.map(({ visibility }) => visibility)).toEqual(['public', 'internal', 'internal']);
    expect(ticket?.resolution).toBe('Public');
  });

  it('of a service desk that does not say who may see a comment has none in public', async () => {
    const project = { key: 'HELP', projectTypeKey: 'service_desk' };
    const silent = { comments: [comment(1, 'Who knows', { jsdPublic: undefined })], total: 1 };
    const io = ioOf((url) =>
      json(
        url.pathname.endsWith('/comment') ? silent : issue('HELP-12', { project, comment: silent }),
        named,
      ),
    );
    const { ticket } = await jiraCloud.fetchOne(ref, source, io);
    expect(ticket?.comments.map(({ visibility }) => visibility)).toEqual(['internal']);
    expect(ticket?.resolution).toBe('Fixed');
  });

  it('that is finished without a resolution has its last words as one, at the time it was finished', async () => {
    const io = ioOf(() =>
      json(
        issue('HELP-12', {
          resolution: null,
          resolutiondate: null,
          statuscategorychangedate: '2026-01-05T09:05:00.000+0000',
          comment: { comments: [comment(1, 'Opened UDP 500.'), comment(40, 'Thanks!')], total: 2 },
        }),
        named,
      ),
    );
    expect((await jiraCloud.fetchOne(ref, source, io)).ticket).toMatchObject({
      resolved: true,
      resolvedAt: '2026-01-05T09:05:00.000Z',
      resolution: 'Opened UDP 500.',
    });
  });

  it('is no article', async () => {
    const io = ioOf(() => json({}));
    await expect(jiraCloud.fetchOne({ ...ref, kind: 'article' }, source, io)).rejects.toMatchObject({
      kind: 'unsupported',
    });
    expect(io.asked).toEqual([]);
  });
});

describe('similar issues', () => {
  it('are finished ones of the named projects, by a bounded query with fields', async () => {
    const io = ioOf(() => json({ issues: [issue('HELP-1'), issue('HELP-2')], isLast: true }, named));
    const hits = await jiraCloud.similarTickets?.(
      query,
      sourceOf('jira-cloud', base, { scopes: ['HELP'] }),
      io,
    );
    expect(hits?.map(({ id }) => id)).toEqual(['HELP-1', 'HELP-2']);
    expect(hits?.[0]?.document?.ticket?.resolution).toBe('Opened UDP 500.');
    expect(io.asked.map((url) => url.searchParams.get('jql'))).toEqual([
      '(text ~ "\\"error 809\\"") AND statusCategory = Done AND project in ("HELP")',
      '(text ~ "\\"error 809\\"" OR text ~ "vpn") AND statusCategory = Done AND project in ("HELP")',
    ]);
    expect(io.asked[0]?.searchParams.get('fields')).toContain('summary,description');
  });

  it('follow page tokens, three pages at most', async () => {
    const io = ioOf((url) => {
      const at = Number(url.searchParams.get('nextPageToken') ?? 0);
      return json({ issues: [issue(`A-${at + 1}`)], isLast: false, nextPageToken: String(at + 1) }, named);
    });
    const hits = await jiraCloud.similarTickets?.({ ...query, limit: 3 }, source, io);
    expect(hits?.map(({ id }) => id)).toEqual(['A-1', 'A-2', 'A-3']);
    expect(io.asked.map((url) => url.searchParams.get('nextPageToken'))).toEqual([null, '1', '2']);
  });

  it('come without their document where the answer left out comments', async () => {
    const many = issue('HELP-1', { comment: { comments: [comment(1)], total: 30 } });
    const io = ioOf(() => json({ issues: [many], isLast: true }, named));
    expect((await jiraCloud.similarTickets?.(query, source, io))?.[0]).toMatchObject({ document: null });
  });

  it('keep their URL short and never ask everything', async () => {
    const long = termsOf(Array.from({ length: 30 }, (_, at) => `日本語の長い検索語${at}`.repeat(9)));
    const io = ioOf(() => json({ issues: [], isLast: true }, named));
    await jiraCloud.similarTickets?.(queryOf(long), source, io);
    expect(io.asked.length).toBeGreaterThan(0);
    for (const url of io.asked) {
      expect(url.href.length).toBeLessThan(2_020);
      expect(url.searchParams.get('jql')).toContain('text ~ ');
    }
    const nothing = ioOf(() => json({ issues: [] }));
    expect(await jiraCloud.similarTickets?.(queryOf(termsOf(['"', '***'])), source, nothing)).toEqual([]);
    expect(nothing.asked).toEqual([]);
  });
});

describe('who is signed in', () => {
  /** What both an issue and a search would be. */
  const any = { ...issue('HELP-12'), issues: [] };

  it('is the account', async () => {
    const identify = (answer: Response) =>
      jiraCloud.identify(
        source,
        ioOf(() => answer, {}),
      );
    expect(await identify(myself('712020:dana'))).toEqual({ userId: '712020:dana', displayName: 'Somebody' });
    await expect(identify(json({ displayName: 'x' }))).rejects.toMatchObject({ kind: 'signed-out' });
    await expect(identify(json({}, { status: 401 }))).rejects.toMatchObject({ kind: 'signed-out' });
  });

  it.each<[string, Response]>([
    ['an answer for another account', json(any, { headers: { 'x-aaccountid': '712020:sam' } })],
    [
      'a session that was not taken',
      json(any, { headers: { 'x-seraph-loginreason': 'AUTHENTICATION_DENIED' } }),
    ],
    ['a check for a human', new Response('<html>puzzle</html>', { status: 405 })],
    ['a redirect to the identity host', new Response(null, { status: 302 })],
  ])('is in doubt after %s', async (_, answer) => {
    const io = ioOf(() => answer.clone());
    await expect(jiraCloud.fetchOne(ref, source, io)).rejects.toMatchObject({ kind: 'signed-out' });
    await expect(jiraCloud.similarTickets?.(query, source, io)).rejects.toMatchObject({ kind: 'signed-out' });
  });

  it.each([403, 404])('is asked again before a refusal (%d) is believed', async (status) => {
    const gone = (now: string) =>
      ioOf((url) => (url.pathname.endsWith('/myself') ? myself(now) : json({}, { status })));
    await expect(jiraCloud.fetchOne(ref, source, gone('712020:sam'))).rejects.toMatchObject({
      kind: 'signed-out',
    });
    await expect(jiraCloud.fetchOne(ref, source, gone('712020:dana'))).rejects.toMatchObject({
      kind: status === 403 ? 'forbidden' : 'not-found',
    });
  });

  it('is asked again where a search did not say whom it was for: everybody may see some projects', async () => {
    const io = ioOf((url) =>
      url.pathname.endsWith('/myself') ? json({}, { status: 401 }) : json({ issues: [], isLast: true }),
    );
    await expect(jiraCloud.similarTickets?.(query, source, io)).rejects.toMatchObject({ kind: 'signed-out' });
  });
});

describe('a Jira of another time', () => {
  it('says that it no longer offers what was asked', async () => {
    const io = ioOf(() => json({}, { status: 410 }));
    await expect(jiraCloud.similarTickets?.(query, source, io)).rejects.toMatchObject({
      kind: 'unsupported',
    });
  });
});

describe('its projects', () => {
  it('are listed by name, two pages at most', async () => {
    const io = ioOf((url) => {
      const at = Number(url.searchParams.get('startAt'));
      const values = Array.from({ length: 100 }, (_, n) => ({
        key: `P${at + n}`,
        name: n === 0 ? '' : 'Name',
      }));
      return json({ values, isLast: false, total: 10_000 }, named);
    });
    const scopes = await jiraCloud.listScopes?.(source, io);
    expect(scopes).toHaveLength(200);
    expect(scopes?.[0]).toEqual({ key: 'P0', name: 'P0' });
    expect(io.asked).toHaveLength(2);
  });
});

describe('finding a Jira', () => {
  it.each([
    ['https://acme.atlassian.net/jira/software/projects/ABC/boards/7', [base]],
    ['https://acme.jira.com/browse/HELP-12', ['https://acme.jira.com']],
    ['https://work.acme.example/browse/HELP-12', ['https://work.acme.example']],
    ['https://acme.atlassian.net/wiki/spaces/HELP', []],
    ['http://acme.atlassian.net/browse/HELP-12', []],
    ['https://acme.service-now.com/incident.do', []],
  ])('%s -> %j', (url, bases) => {
    expect(jiraCloud.candidates(new URL(url))).toEqual(bases);
  });

  it.each<[string, Response, unknown]>([
    [
      'Jira Cloud',
      json({ deploymentType: 'Cloud', version: '1001.0.0', serverTitle: 'Acme' }),
      { name: 'Acme', version: '1001.0.0' },
    ],
    ['Data Center', json({ baseUrl: base, version: '9.12.5', deploymentType: 'Server' }), null],
    ['something else', json({ ok: true }), null],
    ['a page', new Response('<html></html>', { headers: { 'content-type': 'text/html' } }), null],
    ['nothing', json({}, { status: 404 }), null],
  ])('%s', async (_, response, result) => {
    expect(
      await jiraCloud.probe(
        base,
        ioOf(() => response.clone(), {}),
      ),
    ).toEqual(result);
  });
});
