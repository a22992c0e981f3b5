import { describe, expect, test } from 'vitest';
import { importTools, readAs } from '../../tests/import-files';
import { csvRows } from './csv-rows';

const rowsOf = (text: string, delimiter = ',') => [...csvRows(text, delimiter)].map(({ cells }) => cells);

test.each<[string, string, string[][]]>([
  ['plain rows', 'a,b\nc,d\n', [['a', 'b'], ['c', 'd']]],
  ['no line end at the end', 'a,b\r\nc,d', [['a', 'b'], ['c', 'd']]],
  ['quotes, delimiters and lines in quotes', '"a ""b"", c","d\ne"\nf,g', [['a "b", c', 'd\ne'], ['f', 'g']]],
  ['empty cells', ',a,\n', [['', 'a', '']]],
  ['a quote inside a cell', 'a 5" disk,b', [['a 5" disk', 'b']]],
  ['a quote that does not close', '"a,b\nc,d', [['"a', 'b'], ['c', 'd']]],
  ['text behind a closing quote', '"a"b,c', [['ab', 'c']]],
  ['only quotes', '""""""', [['""']]],
])('%s', (_, text, expected) => {
  expect(rowsOf(text)).toEqual(expected);
}); // prettier-ignore

test.each([',', ';', '\t', '|', '^', ']', '\\', '-'])('any delimiter: %j', (delimiter) => {
  expect(rowsOf(['a', 'b', 'c'].join(delimiter), delimiter)).toEqual([['a', 'b', 'c']]);
});

test.each([
  ['semicolons', 'Frage;Antwort\nWie, wo?;So, hier.\n'],
  ['tabs', 'Frage\tAntwort\nWie, wo?\tSo, hier.\n'],
  ['a first line of Excel', 'sep=|\r\nFrage|Antwort\r\nWie, wo?|So, hier.\r\n'],
  ['a byte order mark', '\uFEFFFrage,Antwort\n"Wie, wo?","So, hier."\n'],
])('the delimiter is found out: %s', async (_, text) => {
  expect(await readAs('faq.csv', text)).toMatchObject([
    { title: 'Wie, wo?', blocks: [{ kind: 'paragraph', text: 'So, hier.' }], part: 'row 2' },
  ]);
});

describe('rows that are documents', () => {
  test('an export of incidents: texts under the names of their columns, the rest as facts', async () => {
    const text =
      'number,short_description,description,close_notes,state,opened_at,sys_updated_on,opened_by\n' +
      'INC001,VPN drops,"Drops in hotels.\nSince May.",Use port 443.,Closed,2026-05-02 08:00:00,2026-05-03 09:30:00,Mia Berg\n' +
      'INC002,,no title,,Open,,,\n' +
      'INC001,Mail slow,,Cleared the queue.,Closed,,,\n';
    const [first, second, ...others] = await readAs('Exports/incidents.csv', text);
    expect(others).toEqual([]);
    expect(first).toEqual({
      title: 'VPN drops',
      blocks: [
        { kind: 'heading', level: 2, text: 'description' },
        { kind: 'paragraph', text: 'Drops in hotels.' },
        { kind: 'paragraph', text: 'Since May.' },
        { kind: 'heading', level: 2, text: 'close_notes' },
        { kind: 'paragraph', text: 'Use port 443.' },
        {
          kind: 'table',
          header: false,
          rows: [
            ['number', 'INC001'],
            ['state', 'Closed'],
            ['opened_at', '2026-05-02 08:00:00'],
            ['sys_updated_on', '2026-05-03 09:30:00'],
            ['opened_by', 'Mia Berg'],
          ],
        },
      ],
      author: 'Mia Berg',
      created: '2026-05-02T08:00:00.000Z',
      updated: '2026-05-03T09:30:00.000Z',
      language: null,
      labels: [],
      part: 'INC001',
      cut: false,
    });
    // A number that was there before is none.
    expect(second).toMatchObject({ title: 'Mail slow', part: 'row 4' });
  });

  test('articles in HTML are read as such', async () => {
    const [content] = await readAs(
      'kb.csv',
      'title,text\nVPN,"<p>Use <b>443</b>.</p><script>x()</script>"\n',
    );
    expect(content?.blocks).toEqual([{ kind: 'paragraph', text: 'Use 443.' }]);
  });
});

test('other tables stay one document, the head over every hundred rows', async () => {
  const rows = Array.from({ length: 150 }, (_, index) => `host${index},10.0.0.${index}`);
  const [content, ...others] = await readAs('hosts.csv', ['host,address', ...rows].join('\n'));
  expect(others).toEqual([]);
  const tables = content?.blocks.flatMap((block) => (block.kind === 'table' ? [block.rows] : [])) ?? [];
  expect(tables.map((table) => table.length)).toEqual([101, 51]);
  expect(tables.map(([head]) => head)).toEqual([['host', 'address'], ['host', 'address']]); // prettier-ignore
});

test('too many rows are cut, and it says so', async () => {
  const rows = Array.from({ length: 25_000 }, (_, index) => `h${index},b`);
  const [content] = await readAs('hosts.csv', ['host,address', ...rows].join('\n'));
  expect(content?.cut).toBe(true);
  const [record] = await readAs('faq.csv', ['title,body', ...rows].join('\n'));
  expect(record?.cut).toBe(true);
});

test('a long table can be aborted on its way', async () => {
  const abort = new AbortController();
  const onProgress = () => abort.abort();
  const text = 'title,body\n' + 'a,b\n'.repeat(20_000);
  const read = readAs('faq.csv', text, importTools({ signal: abort.signal, onProgress }));
  await expect(read).rejects.toMatchObject({ name: 'AbortError' });
});
