import { describe, expect, it } from 'vitest';
import { createTestIo, json, sourceOf } from '../../tests/connector-io';
import { base, cells, source, sysId, token, vpn } from '../../tests/servicenow-rows';
import { servicenow } from './servicenow';

const incident = cells({
  sys_id: sysId,
  sys_class_name: ['incident', 'Incident'],
  number: 'INC0010023',
  short_description: 'VPN error 809 in the hotel',
  description: 'It says:\nerror 809\n\n1. I start the client\n2. It waits',
  state: ['6', 'Resolved'],
  active: 'true',
  close_notes: 'Opened UDP 500 on the router',
  resolved_at: ['2026-07-05 09:02:11', '2026-07-05 11:02:11'],
  sys_created_on: ['2026-07-05 07:00:00', '2026-07-05 09:00:00'],
  sys_updated_on: ['2026-07-05 09:02:11', '2026-07-05 11:02:11'],
  priority: ['3', '3 - Moderate'],
  assigned_to: [sysId, 'Dana Reyes'],
  caller_id: [sysId, 'Mateo Ruiz'],
  comments: [
    '',
    '2026-07-05 10:30:00 - Dana Reyes (Additional comments)\nPlease try a hotspot.\n\n2026-07-05 10:00:00 - Mateo Ruiz (Additional comments)\nStill 809.\n\n',
  ],
  work_notes: ['', '2026-07-05 10:15:00 - Dana Reyes (Work notes)\nHotel router again\n(second line)\n\n'],
});

const article = {
  number: 'KB0010001',
  title: '<B>VPN</B> error 809',
  id: `kb_knowledge:${sysId}`,
  fields: cells({
    number: 'KB0010001',
    short_description: 'VPN error 809',
    sys_updated_on: ['2026-01-05 09:02:11', '05/01/2026 10:02'],
    workflow_state: ['published', 'Published'],
    can_read_user_criteria: sysId,
  }),
};

function answerKnowledge(articles: unknown[], count = articles.length): Response {
  return json({ result: { meta: { count }, articles } });
}

describe('without a page token', () => {
  it('nothing is asked', async () => {
    const io = createTestIo(base, () => json({ result: [] }));
    const calls = [
      servicenow.identify(source, io),
      servicenow.search(vpn, source, io),
      servicenow.similarTickets?.(vpn, source, io),
      servicenow.fetchOne({ kind: 'ticket', id: sysId, idType: 'sys_id', within: 'incident' }, source, io),
      servicenow.fetchOne({ kind: 'article', id: 'KB0010001', idType: 'number', within: null }, source, io),
    ];
    for (const call of calls) await expect(call).rejects.toMatchObject({ kind: 'needs-open-tab' });
    expect(io.asked).toEqual([]);
  });
});

describe('identify', () => {
  const identify = (rows: unknown[]) =>
    servicenow.identify(
      source,
      createTestIo(base, () => json({ result: rows }), { pageToken: token }),
    );

  it('names the user by sys_id', async () => {
    const rows = [cells({ sys_id: sysId, user_name: 'dana.reyes', name: 'Dana Reyes' })];
    expect(await identify(rows)).toEqual({ userId: sysId, displayName: 'Dana Reyes' });
  });

  it('takes neither a guest, nor nobody, nor everybody for the user', async () => {
    const row = (name: string) => cells({ sys_id: sysId, user_name: name });
    await expect(identify([row('guest')])).rejects.toMatchObject({ kind: 'signed-out' });
    await expect(identify([])).rejects.toMatchObject({ kind: 'forbidden' });
    await expect(identify([row('a'), row('b')])).rejects.toMatchObject({ kind: 'forbidden' });
  });

  it('takes an answer made for a guest for signed out', async () => {
    const guest = () => json({ result: { articles: [] } }, { headers: { 'x-is-logged-in': 'false' } });
    const io = createTestIo(base, guest, { pageToken: token });
    await expect(servicenow.search(vpn, source, io)).rejects.toMatchObject({ kind: 'signed-out' });
  });
});

describe('a ticket', () => {
  it('is read with times in UTC, notes apart from comments, and what helped', async () => {
    const io = createTestIo(base, () => json({ result: incident }), { pageToken: token });
    const document = await servicenow.fetchOne(
      { kind: 'ticket', id: sysId, idType: 'sys_id', within: 'incident' },
      source,
      io,
    );
    expect(io.headers[0]?.get('x-usertoken')).toBe(token);
    expect(io.asked[0]?.searchParams.get('sysparm_display_value')).toBe('all');
    expect(document).toMatchObject({
      id: `incident:${sysId}`,
      ref: { kind: 'ticket', id: sysId, idType: 'sys_id', within: 'incident' },
      version: '2026-07-05T09:02:11.000Z',
      url: `${base}/nav_to.do?uri=incident.do%3Fsys_id%3D${sysId}`,
      ticket: {
        key: 'INC0010023',
        status: 'Resolved',
        resolved: true,
        resolution: 'Opened UDP 500 on the router',
        resolvedAt: '2026-07-05T09:02:11.000Z',
        requester: 'Mateo Ruiz',
        assignee: 'Dana Reyes',
        comments: [
          {
            author: 'Mateo Ruiz',
            created: '2026-07-05T08:00:00.000Z',
            visibility: 'public',
            text: 'Still 809.',
          },
          {
            author: 'Dana Reyes',
            created: '2026-07-05T08:15:00.000Z',
            visibility: 'internal',
            text: 'Hotel router again\n(second line)',
          },
          {
            author: 'Dana Reyes',
            created: '2026-07-05T08:30:00.000Z',
            visibility: 'public',
            text: 'Please try a hotspot.',
          },
        ],
      },
      blocks: [
        { kind: 'heading', text: 'Description' },
        { kind: 'paragraph', text: 'It says:' },
        { kind: 'paragraph', text: 'error 809' },
        { kind: 'list', ordered: true, items: [{ text: 'I start the client' }, { text: 'It waits' }] },
        { kind: 'heading', text: 'Resolution' },
        { kind: 'paragraph', text: 'Opened UDP 500 on the router' },
      ],
    });
  });

  it('is found by number in the table its prefix names, and only with that number', async () => {
    const io = createTestIo(base, () => json({ result: [incident] }), { pageToken: token });
    const ref = { kind: 'ticket', id: 'INC0010023', idType: 'number', within: null } as const;
    expect((await servicenow.fetchOne(ref, source, io)).id).toBe(`incident:${sysId}`);
    expect(io.asked[0]?.pathname).toBe('/api/now/table/incident');
    await expect(servicenow.fetchOne({ ...ref, id: 'INC9' }, source, io)).rejects.toMatchObject({
      kind: 'not-found',
    });
  });

  it.each([
    { id: '..', idType: 'sys_id', within: 'incident' },
    { id: sysId, idType: 'sys_id', within: '../../sys_user' },
    { id: `x^ORnumber!=x`, idType: 'number', within: 'incident' },
  ])('is not asked for by $id in $within', async (ref) => {
    const io = createTestIo(base, () => json({ result: [incident] }), { pageToken: token });
    await expect(servicenow.fetchOne({ kind: 'ticket', ...ref }, source, io)).rejects.toMatchObject({
      kind: 'not-found',
    });
    for (const url of io.asked) expect(url.searchParams.get('sysparm_query')).not.toContain('^');
  });
});

describe('articles', () => {
  it('come from the knowledge API, in every language, three requests at most', async () => {
    const io = createTestIo(base, () => answerKnowledge([article]), { pageToken: token });
    const hits = await servicenow.search(vpn, source, io);
    expect(hits).toEqual([
      {
        ref: { kind: 'article', id: 'KB0010001', idType: 'number', within: null },
        id: 'KB0010001',
        title: 'VPN error 809',
        version: '2026-01-05T09:02:11.000Z',
        document: null,
      },
    ]);
    expect(io.asked.length).toBeLessThanOrEqual(3);
    const [url] = io.asked;
    expect(url?.pathname).toBe('/api/sn_km_api/knowledge/articles');
    expect(url?.searchParams.get('language')).toBe('all');
    expect(url?.searchParams.has('update_view')).toBe(false);
  });

  it('come from the bases that the source names, by id or by title', async () => {
    const io = createTestIo(base, () => answerKnowledge([article]), { pageToken: token });
    await servicenow.search(
      { ...vpn, limit: 1 },
      sourceOf('servicenow', base, { scopes: [sysId, 'IT^ORactive=true'] }),
      io,
    );
    expect(io.asked[0]?.searchParams.get('kb')).toBe(sysId);
    expect(io.asked[0]?.searchParams.get('filter')).toBe(
      'workflow_state=published^kb_knowledge_base.title=IT ORactive=true',
    );
  });

  it('are paged until the limit', async () => {
    const many = Array.from({ length: 7 }, (_, at) => ({ number: `KB000000${at}`, title: 'VPN' }));
    const io = createTestIo(
      base,
      (request) => {
        const offset = Number(new URL(request.url).searchParams.get('offset'));
        return answerKnowledge(many.slice(offset, offset + 3), many.length);
      },
      { pageToken: token },
    );
    expect(await servicenow.search({ ...vpn, limit: 6 }, source, io)).toHaveLength(6);
    expect(io.asked.map((url) => url.searchParams.get('offset'))).toEqual(['0', '3']);
  });

  it('come from the table where the knowledge API is not there', async () => {
    const row = { ...article.fields, text: { value: '<p>Open <b>UDP 500</b></p>', display_value: '' } };
    const io = createTestIo(
      base,
      (request) => (request.url.includes('sn_km_api') ? json({}, { status: 404 }) : json({ result: [row] })),
      { pageToken: token },
    );
    const hits = await servicenow.search(vpn, source, io);
    expect(hits[0]?.document?.blocks).toEqual([{ kind: 'paragraph', text: 'Open UDP 500' }]);
    const ref = { kind: 'article', id: 'KB0010001', idType: 'number', within: null } as const;
    expect(await servicenow.fetchOne(ref, source, io)).toEqual(hits[0]?.document);
  });

  it('are outdated the day after their date, drafts before they are published', async () => {
    const state = async (fields: Record<string, string>) => {
      const io = createTestIo(
        base,
        () =>
          json({
            result: { content: '<p>x</p>', number: 'KB1', fields: { ...article.fields, ...cells(fields) } },
          }),
        { pageToken: token },
      );
      return servicenow.fetchOne({ kind: 'article', id: 'KB1', idType: 'number', within: null }, source, io);
    };
    expect(await state({ valid_to: '2026-11-21' })).toMatchObject({ state: 'outdated', restricted: true });
    expect(await state({ valid_to: '2026-11-22', can_read_user_criteria: '' })).toMatchObject({
      state: 'current',
      restricted: false,
    });
    expect((await state({ workflow_state: 'draft' })).state).toBe('draft');
    expect((await state({ workflow_state: 'retired' })).state).toBe('retired');
  });

  it('stay hidden where the knowledge API hides them, although the table would show them', async () => {
    const io = createTestIo(
      base,
      (request) => {
        const { pathname } = new URL(request.url);
        if (pathname.endsWith('/knowledge/articles')) return answerKnowledge([]);
        return pathname.includes('sn_km_api')
          ? json({}, { status: 404 })
          : json({ result: [article.fields] });
      },
      { pageToken: token },
    );
    const ref = { kind: 'article', id: 'KB0010001', idType: 'number', within: null } as const;
    await expect(servicenow.fetchOne(ref, source, io)).rejects.toMatchObject({ kind: 'not-found' });
  });
});

describe('finding an instance', () => {
  it.each([
    ['https://acme.service-now.com/nav_to.do?uri=incident.do', ['https://acme.service-now.com']],
    ['https://help.acme.example/sp', ['https://help.acme.example']],
    ['http://acme.service-now.com/', []],
    ['https://acme.atlassian.net/browse/A-1', []],
  ])('%s -> %j', (url, bases) => {
    expect(servicenow.candidates(new URL(url))).toEqual(bases);
  });

  it("knows the vendor's hosts by name, others by the token in their pages", async () => {
    const probe = (baseUrl: string, html: string, status = 200) =>
      servicenow.probe(
        baseUrl,
        createTestIo(baseUrl, () => new Response(html, { status, headers: { 'content-type': 'text/html' } })),
      );
    expect(await probe(base, '<html></html>')).toEqual({ name: 'acme', version: null });
    expect(await probe('https://help.acme.example', `<script>var g_ck = '${token}';</script>`)).toEqual({
      name: 'help',
      version: null,
    });
    expect(await probe('https://help.acme.example', '<html>g_ck is a word</html>')).toBeNull();
    expect(await probe('https://acme.service-now.com.evil.example', '<html></html>')).toBeNull();
    expect(await probe('https://help.acme.example', '', 404)).toBeNull();
    await expect(probe('https://help.acme.example', '', 502)).rejects.toMatchObject({ kind: 'server' });
  });

  it.each([
    [`<script>window.g_ck = "${token}";</script>`, token],
    [`<script>var g_ck='${token}'</script>`, token],
    [`{"g_ck":"${token}"}`, token],
    [`<input type="hidden" value="${token}" name="sysparm_ck" id="sysparm_ck">`, token],
    ["<script>var g_ck = '';</script>", null],
    ['<html></html>', null],
  ])('finds the token in %s', (html, found) => {
    expect(servicenow.pageToken?.parse(html)).toBe(found);
  });
});
