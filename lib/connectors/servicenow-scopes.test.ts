import { describe, expect, it } from 'vitest';
import { json } from '../../tests/connector-io';
import { cells, instanceOf, kindOf, refused, rows, source } from '../../tests/servicenow-rows';
import { servicenow } from './servicenow';

const [it1, hr1] = ['a'.repeat(32), 'b'.repeat(32)];
const list = (io: ReturnType<typeof instanceOf>) =>
  servicenow.listScopes?.(source, io) ?? Promise.reject(new Error('ServiceNow has knowledge bases'));
const articles = (...bases: [string, string][]) =>
  json({
    result: {
      articles: bases.map((base, at) => ({
        number: `KB000000${at}`,
        fields: cells({ kb_knowledge_base: base }),
      })),
    },
  });
const api = '/api/sn_km_api/knowledge/articles';

describe('knowledge bases', () => {
  it('are those of the table, without rows whose name may not be read', async () => {
    const io = instanceOf({
      kb_knowledge_base: () =>
        rows(cells({ sys_id: it1, title: 'IT Knowledge' }), cells({ sys_id: hr1, title: '' })),
    });
    expect(await list(io)).toEqual([{ key: it1, name: 'IT Knowledge' }]);
    expect(io.asked).toHaveLength(1);
  });

  it.each<[string, () => Response]>([
    ['closed', () => refused(403)],
    ['hidden', () => refused(404)],
    ['empty', () => rows()],
  ])('are those of the articles a user may read where the table is %s', async (_, answer) => {
    const io = instanceOf({
      kb_knowledge_base: answer,
      [api]: () =>
        articles([it1, 'IT Knowledge'], [hr1, 'HR Knowledge'], [it1, 'IT Knowledge'], ['', ''], [hr1, hr1]),
    });
    expect(await list(io)).toEqual([
      { key: hr1, name: 'HR Knowledge' },
      { key: it1, name: 'IT Knowledge' },
    ]);
    expect(io.asked).toHaveLength(2);
  });

  it('are none where neither is open to the user', async () => {
    const closed = () => refused(403);
    expect(await list(instanceOf({ kb_knowledge_base: closed, [api]: () => refused(404) }))).toEqual([]);
  });

  it('fail where nobody is signed in', async () => {
    const io = instanceOf({ kb_knowledge_base: () => json({}, { status: 401 }) });
    expect(await kindOf(list(io))).toBe('signed-out');
  });
});
