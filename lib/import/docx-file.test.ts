import {
  AlignmentType, ExternalHyperlink, FootnoteReferenceRun, HeadingLevel, LevelFormat, Paragraph, Table, TableCell, TableRow, TextRun,
} from 'docx'; // prettier-ignore
import { strToU8, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { headingParagraph, importTools, makeDocx, readAs, zipDocx } from '../../tests/import-files';

async function readDocx(bytes: Uint8Array) {
  const [content] = await readAs('Policies/Travel expenses.docx', bytes);
  if (!content) throw new Error('Nothing was read');
  return content;
}

const paragraph = (inside: string, properties = '') =>
  `<w:p>${properties === '' ? '' : `<w:pPr>${properties}</w:pPr>`}${inside}</w:p>`;
const run = (text: string, properties = '') =>
  `<w:r>${properties === '' ? '' : `<w:rPr>${properties}</w:rPr>`}<w:t xml:space="preserve">${text}</w:t></w:r>`;
const texts = async (body: string, parts?: Record<string, string>) =>
  (await readDocx(zipDocx(body, parts))).blocks.map((block) => ('text' in block ? block.text : block.kind));

describe('a document made by a library', () => {
  test('gives headings, paragraphs with links, lists of both sorts, tables and footnotes', async () => {
    const item = (text: string, reference: string, level = 0) =>
      new Paragraph({ text, numbering: { reference, level } });
    const row = (cells: readonly string[], tableHeader = false) =>
      new TableRow({
        tableHeader,
        children: cells.map((cell) => new TableCell({ children: [new Paragraph(cell)] })),
      });
    const link = new ExternalHyperlink({
      link: 'https://travel.acme.example/',
      children: [new TextRun('the portal')],
    });
    const levels = (format: (typeof LevelFormat)[keyof typeof LevelFormat]) =>
      [0, 1].map((level) => ({ level, format, text: '%1.', alignment: AlignmentType.LEFT }));
    const bytes = await makeDocx(
      [
        headingParagraph('Travel expenses'),
        new Paragraph({
          children: [new TextRun('Book through '), link, new TextRun('.'), new FootnoteReferenceRun(1)],
        }),
        headingParagraph('Steps', HeadingLevel.HEADING_2),
        item('Ask your manager', 'steps'),
        item('by mail', 'bullets', 1),
        item('Book', 'steps'),
        new Table({ rows: [row(['Country', 'Rate'], true), row(['Italy', '42'])] }) as unknown as Paragraph,
      ],
      {
        title: 'Travel expenses',
        creator: 'Mia Berg',
        keywords: 'travel; money',
        numbering: {
          config: [
            { reference: 'steps', levels: levels(LevelFormat.DECIMAL) },
            { reference: 'bullets', levels: levels(LevelFormat.BULLET) },
          ],
        },
        footnotes: { 1: { children: [new Paragraph('Since May 2024.')] } },
      },
    );
    const content = await readDocx(bytes);
    expect(content).toMatchObject({
      title: 'Travel expenses',
      author: 'Mia Berg',
      labels: ['travel', 'money'],
    });
    expect(content.blocks).toEqual([
      {
        kind: 'paragraph',
        text: 'Book through the portal.',
        links: [{ start: 13, end: 23, url: 'https://travel.acme.example/' }],
      },
      { kind: 'heading', level: 2, text: 'Steps' },
      {
        kind: 'list',
        ordered: true,
        items: [
          { text: 'Ask your manager', depth: 0 },
          { text: 'by mail', depth: 1, ordered: false },
          { text: 'Book', depth: 0 },
        ],
      },
      { kind: 'table', header: true, rows: [['Country', 'Rate'], ['Italy', '42']] }, // prettier-ignore
      { kind: 'paragraph', text: 'Since May 2024.' },
    ]);
  });
});

describe('styles', () => {
  const styles = (inside: string) => ({ 'word/styles.xml': `<w:styles>${inside}</w:styles>` });
  const style = (id: string, name: string, more = '') =>
    `<w:style w:type="paragraph" w:styleId="${id}"><w:name w:val="${name}"/>${more}</w:style>`;

  test('of German Word are known by their names, own ones by what they are based on', async () => {
    const { blocks } = await readDocx(
      zipDocx(
        paragraph(run('Eins'), '<w:pStyle w:val="berschrift1"/>') +
          paragraph(run('Zwei'), '<w:pStyle w:val="Haus"/>') +
          paragraph(run('Drei'), '<w:pStyle w:val="Eigen"/>') +
          paragraph(run('Text')),
        styles(
          style('berschrift1', 'heading 1') +
            style('berschrift2', 'heading 2') +
            style('Haus', 'Hausüberschrift', '<w:basedOn w:val="berschrift2"/>') +
            style('Eigen', 'Kapitel', '<w:pPr><w:outlineLvl w:val="2"/></w:pPr>'),
        ),
      ),
    );
    // The first heading is the title.
    expect(blocks).toEqual([
      { kind: 'heading', level: 2, text: 'Zwei' },
      { kind: 'heading', level: 3, text: 'Drei' },
      { kind: 'paragraph', text: 'Text' },
    ]);
  });

  test('that are based on each other come to an end', async () => {
    const circle = styles(
      style('A', 'a', '<w:basedOn w:val="B"/>') + style('B', 'b', '<w:basedOn w:val="A"/>'),
    );
    expect(await texts(paragraph(run('x'), '<w:pStyle w:val="A"/>'), circle)).toEqual(['x']);
  });

  test('make the title, code and lists; the table of contents is left out', async () => {
    const content = await readDocx(
      zipDocx(
        paragraph(run('Handbook'), '<w:pStyle w:val="T"/>') +
          paragraph(run('Start ... 1'), '<w:pStyle w:val="Toc"/>') +
          paragraph(run('ls'), '<w:pStyle w:val="C"/>') +
          paragraph(`${run('cd')}<w:r><w:tab/></w:r>${run('x')}`, '<w:pStyle w:val="C"/>') +
          paragraph(run('item'), '<w:pStyle w:val="L"/>'),
        styles(
          style('T', 'Title') +
            style('Toc', 'toc 1') +
            style('C', 'Source Code') +
            style('L', 'List Bullet', '<w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr>'),
        ),
      ),
    );
    expect(content.title).toBe('Handbook');
    expect(content.blocks).toEqual([
      { kind: 'code', text: 'ls\ncd\tx', language: null },
      { kind: 'list', ordered: false, items: [{ text: 'item', depth: 0 }] },
    ]);
  });
});

describe('what a person does not see is not read', () => {
  test.each([
    ['deleted text', `${run('kept ')}<w:del><w:r><w:delText>gone</w:delText></w:r></w:del>`, 'kept'],
    ['inserted text is', `${run('kept ')}<w:ins>${run('new')}</w:ins>`, 'kept new'],
    ['moved text stands once', `<w:moveFrom>${run('a')}</w:moveFrom>${run('x ')}<w:moveTo>${run('a')}</w:moveTo>`, 'x a'],
    ['hidden text', run('kept') + run(' gone', '<w:vanish/>'), 'kept'],
    ['text that is not hidden after all', run('kept', '<w:vanish w:val="false"/>'), 'kept'],
    ['instructions of fields', `<w:r><w:instrText> PAGEREF x </w:instrText></w:r>${run('12')}`, '12'],
    ['placeholders of forms', `${run('x')}<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>${run('Click')}</w:sdtContent></w:sdt>`, 'x'],
  ])('%s', async (_, inside, expected) => {
    expect(await texts(paragraph(inside))).toEqual([expected]);
  }); // prettier-ignore

  test('a text box stands once, behind its paragraph', async () => {
    const box = (inside: string) => `<w:txbxContent>${paragraph(run(inside))}</w:txbxContent>`;
    const drawing = `<w:r><mc:AlternateContent><mc:Choice><w:drawing><wp:anchor><a:graphic><a:graphicData><wps:wsp><wps:txbx>${box('Note')}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>${box('Note')}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>`;
    expect(await texts(paragraph(run('Text') + drawing))).toEqual(['Text', 'Note']);
  });

  test('only web and mail addresses are links', async () => {
    const relationship = (id: string, target: string) =>
      `<Relationship Id="${id}" Target="${target}" TargetMode="External"/>`;
    const { blocks } = await readDocx(
      zipDocx(
        paragraph(
          `<w:hyperlink r:id="a">${run('one')}</w:hyperlink> <w:hyperlink r:id="b">${run('two')}</w:hyperlink>`,
        ),
        {
          'word/_rels/document.xml.rels': `<Relationships>${relationship('a', 'javascript:alert(1)')}${relationship('b', 'https://x.example/?a=1&amp;b=2')}</Relationships>`,
        },
      ),
    );
    expect(blocks).toEqual([
      { kind: 'paragraph', text: 'onetwo', links: [{ start: 3, end: 6, url: 'https://x.example/?a=1&b=2' }] },
    ]);
  });
});

test('merged cells keep the columns under each other', async () => {
  const cell = (text: string, properties = '') =>
    `<w:tc><w:tcPr>${properties}</w:tcPr>${paragraph(run(text))}</w:tc>`;
  const { blocks } = await readDocx(
    zipDocx(
      `<w:tbl><w:tr>${cell('wide', '<w:gridSpan w:val="2"/>')}${cell('c')}</w:tr>` +
        `<w:tr>${cell('a', '<w:vMerge w:val="restart"/>')}${cell('b')}${cell('c')}</w:tr>` +
        `<w:tr>${cell('', '<w:vMerge/>')}${cell('b')}${cell('c')}</w:tr></w:tbl>`,
    ),
  );
  expect(blocks).toEqual([
    { kind: 'table', header: false, rows: [['wide', '', 'c'], ['a', 'b', 'c'], ['', 'b', 'c']] },
  ]); // prettier-ignore
});

describe('a file that is no document', () => {
  const kindOf = (bytes: Uint8Array) =>
    readAs('a.docx', bytes).then(
      () => 'read',
      (error: { kind: string }) => error.kind,
    );

  test('without its text, cut off, or an archive of something else', async () => {
    const good = zipDocx(paragraph(run('text')));
    expect(await kindOf(zipSync({ 'word/styles.xml': strToU8('<x/>') }))).toBe('damaged');
    expect(await kindOf(good.slice(0, good.length - 30))).toBe('damaged');
    expect(await kindOf(zipSync({ 'xl/workbook.xml': strToU8('<x/>') }))).toBe('unsupported-type');
    expect(await kindOf(zipDocx(''))).toBe('empty');
  });

  test('a bomb is given up while it unpacks, whatever it says of its size', async () => {
    const bomb = zipSync({ 'word/document.xml': new Uint8Array(80_000_000) }, { level: 9 });
    expect(bomb.length).toBeLessThan(100_000);
    expect(await kindOf(bomb)).toBe('too-large');
  });

  test('elements without end do not overflow anything', async () => {
    const deep = '<w:sdt><w:sdtContent>'.repeat(100_000);
    expect(await kindOf(zipDocx(paragraph(run('text')) + deep))).toBe('read');
  });

  test('Office’s containers: encrypted ones, and documents from before 2007', async () => {
    const container = (stream: string) => {
      const bytes = new Uint8Array(1_024);
      bytes.set([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
      bytes.set(new Uint8Array(Buffer.from(stream, 'utf16le')), 512);
      return bytes;
    };
    expect(await kindOf(container('EncryptedPackage'))).toBe('encrypted');
    expect(await kindOf(container('WordDocument'))).toBe('unsupported-type');
  });

  test('reading ends when it is aborted', async () => {
    const abort = new AbortController();
    const read = readAs('a.docx', zipDocx(paragraph(run('x'))), importTools({ signal: abort.signal }));
    abort.abort();
    await expect(read).rejects.toMatchObject({ name: 'AbortError' });
  });
});
