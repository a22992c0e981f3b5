import { describe, expect, it } from 'vitest';
import { json } from '../../tests/connector-io';
import { cells, instanceOf, refused, rows, source, type Cells } from '../../tests/servicenow-rows';
import type { ConnectorIo, ListPage, ListRequest } from './connector';
import { servicenow } from './servicenow';

const knowledge = '/api/sn_km_api/knowledge/articles';
const idOf = (at: number) => at.toString(16).padStart(32, '0');

function article(at: number, more: Record<string, string> = {}): Cells {
  return cells({
    sys_id: idOf(at),
    number: `KB${String(at).padStart(7, '0')}`,
    short_description: `Article ${at}`,
    text: '<p>Text</p>',
    workflow_state: 'published',
    latest: 'true',
    sys_updated_on: '2026-01-05 09:02:11',
    ...more,
  });
}

const list = (io: ConnectorIo, more: Partial<ListRequest> = {}): Promise<ListPage> =>
  servicenow.listDocuments?.(
    { what: 'articles', scope: null, since: null, cursor: null, ...more },
    source,
    io,
  ) ?? Promise.reject(new Error('ServiceNow can be listed'));

const queryOf = (url: URL | undefined) => url?.searchParams.get('sysparm_query');

describe('a listing of articles', () => {
  it('asks behind the last sys_id, and at the end for what has changed since the beginning', async () => {
    const pages: Cells[][] = [[article(1), article(2)], [], [article(0xa)], []];
    const io = instanceOf({
      kb_knowledge: (url) => (queryOf(url)?.includes('sys_idIN') ? rows() : rows(...(pages.shift() ?? []))),
      [knowledge]: () => refused(404),
    });
    const pagesRead: ListPage[] = [];
    for (let cursor: string | null = null; ;) {
      const page: ListPage = await list(io, { cursor });
      pagesRead.push(page);
      cursor = page.next;
      if (cursor === null) break;
    }
    // A page with rows is two questions where the knowledge API is off: which rows, and their texts.
    const asked = io.asked.filter(({ pathname }) => pathname.endsWith('kb_knowledge')).map(queryOf);
    const steps = asked.filter((query) => !query?.includes('sys_idIN'));
    expect(steps).toEqual([
      'workflow_state=published^ORDERBYsys_id',
      `workflow_state=published^sys_id>${idOf(2)}^ORDERBYsys_id`,
      'workflow_state=published^sys_updated_on>=2026-11-21 12:00:00^ORDERBYsys_id',
      `workflow_state=published^sys_updated_on>=2026-11-21 12:00:00^sys_id>${idOf(0xa)}^ORDERBYsys_id`,
    ]);
  });

  it('has only those of the table that the knowledge API lets the user read', async () => {
    const hidden = article(2);
    const found = json({ result: { articles: [{ number: 'KB0000001', fields: article(1) }] } });
    const io = instanceOf({ kb_knowledge: () => rows(article(1), hidden), [knowledge]: () => found.clone() });
    const { documents } = await list(io);
    expect(documents.map(({ id, document }) => [id, document?.title])).toEqual([['KB0000001', 'Article 1']]);
    expect(io.asked[1]?.searchParams.get('filter')).toBe(
      'workflow_state=published^numberINKB0000001,KB0000002',
    );
  });

  it('takes nothing from the knowledge API that the table did not name', async () => {
    const found = json({ result: { articles: [{ number: 'KB0000009', fields: article(9) }] } });
    const io = instanceOf({ kb_knowledge: () => rows(article(1)), [knowledge]: () => found.clone() });
    expect((await list(io)).documents).toEqual([]);
  });

  it('goes on behind rows that rights took away, however many', async () => {
    const counted = (total: number, ...found: Cells[]) =>
      json({ result: found }, { headers: { 'x-total-count': String(total) } });
    const io = instanceOf({
      kb_knowledge: ({ searchParams }) =>
        searchParams.get('sysparm_offset') === '100' ? counted(120, article(7)) : counted(120),
      [knowledge]: () => json({ result: { articles: [{ number: 'KB0000007', fields: article(7) }] } }),
    });
    const first = await list(io);
    const second = await list(io, { cursor: first.next });
    const third = await list(io, { cursor: second.next });
    expect([first, second, third].map(({ documents }) => documents.length)).toEqual([0, 0, 1]);
    expect(first.total).toBe(120);
  });

  it('ends where an instance drops the condition and begins again', async () => {
    const io = instanceOf({ kb_knowledge: () => rows(article(1)), [knowledge]: () => refused(404) });
    let pages = 0;
    for (let cursor: string | null = null; ; pages += 1) {
      cursor = (await list(io, { cursor })).next;
      if (cursor === null) break;
    }
    expect(pages).toBeLessThan(6);
  });
});

it('tickets of tables that are not there, or closed, are passed over', async () => {
  const incident = cells({
    sys_id: idOf(5),
    number: 'INC0000005',
    short_description: 'VPN drops',
    state: '6',
    close_notes: 'Opened UDP 500',
    sys_updated_on: '2026-01-05 09:02:11',
  });
  const pages = [[incident], []];
  const io = instanceOf({
    incident: () => rows(...(pages.shift() ?? [])),
    sn_hr_core_case: () => refused(403),
  });
  const titles: string[] = [];
  let cursor: string | null = null;
  do {
    const page: ListPage = await list(io, { what: 'tickets', cursor });
    titles.push(...page.documents.map(({ title }) => title));
    cursor = page.next;
  } while (cursor !== null);
  expect(titles).toEqual(['VPN drops']);
});
