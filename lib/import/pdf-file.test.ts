import { describe, expect, test } from 'vitest';
import { blocksToText } from '../core/rich-text';
import { importTools, makePdf, readAs } from '../../tests/import-files';

const sentence = 'The client connects to the nearest gateway and asks for the token that the desk has sent. ';

async function readPdf(draw: (pdf: PDFKit.PDFDocument) => void, more?: Parameters<typeof makePdf>[1]) {
  const [content] = await readAs('Travel/vpn-guide.pdf', await makePdf(draw, more));
  if (!content) throw new Error('Nothing was read');
  return content;
}

describe('the text of a PDF', () => {
  test('is paragraphs, headings by their size, lists by their bullets, and typewritten code', async () => {
    const { title, blocks } = await readPdf((pdf) => {
      pdf.fontSize(22).text('VPN for travellers').moveDown();
      pdf.fontSize(11).text(sentence.repeat(4)).moveDown();
      pdf.fontSize(16).text('When it fails').moveDown(0.5);
      pdf.fontSize(11).text('• Restart the client').text('• Call the desk').moveDown();
      pdf.text('1. Open the settings').text('2. Choose another gateway').moveDown();
      pdf.font('Courier').text('vpn reset\n  --all').font('Helvetica').moveDown();
      pdf.text('After that it works again.');
    });
    expect(title).toBe('VPN for travellers');
    expect(blocks).toEqual([
      { kind: 'paragraph', text: sentence.repeat(4).trim() },
      { kind: 'heading', level: 2, text: 'When it fails' },
      {
        kind: 'list',
        ordered: false,
        items: [
          { text: 'Restart the client', depth: 0 },
          { text: 'Call the desk', depth: 0 },
        ],
      },
      {
        kind: 'list',
        ordered: true,
        items: [
          { text: 'Open the settings', depth: 0 },
          { text: 'Choose another gateway', depth: 0 },
        ],
      },
      { kind: 'code', text: 'vpn reset\n  --all', language: null },
      { kind: 'paragraph', text: 'After that it works again.' },
    ]);
  });

  test('a bold line that stands alone is a heading; a bold word is not', async () => {
    const { title, blocks } = await readPdf((pdf) => {
      pdf.fontSize(11).font('Helvetica-Bold').text('Before you leave').moveDown();
      pdf.font('Helvetica').text(sentence.repeat(2), { continued: true });
      pdf.font('Helvetica-Bold').text('Never', { continued: true }).font('Helvetica').text(' share it.');
    });
    expect(title).toBe('Before you leave');
    expect(blocks.map(({ kind }) => kind)).toEqual(['paragraph']);
    expect(blocksToText([...blocks])).toContain('Never share it.');
  });

  test('without headings gets none', async () => {
    const { title, blocks } = await readPdf((pdf) => {
      pdf.fontSize(11).text(sentence.repeat(3)).moveDown().text(sentence.repeat(3));
    });
    expect(title).toBe('');
    expect(blocks.map(({ kind }) => kind)).toEqual(['paragraph', 'paragraph']);
  });

  test('words broken at a line end are whole again; hyphens of their own stay', async () => {
    const { blocks } = await readPdf((pdf) => {
      pdf.fontSize(11).text('Use the self-service desk for it.').moveDown();
      pdf.text('The connec-\ntion is slow, so go to the self-\nservice page.', { width: 400 });
    });
    expect(blocksToText([...blocks])).toContain('The connection is slow, so go to the self-service page.');
  });

  test('two columns are read one after the other, under the line that goes over both', async () => {
    const { blocks } = await readPdf((pdf) => {
      pdf.fontSize(20).text('A heading over both of the columns of this page').moveDown();
      const words = (name: string) => Array.from({ length: 120 }, (_, index) => `${name}${index}`).join(' ');
      pdf.fontSize(10).text(`${words('left')} ${words('right')}`, { columns: 2, columnGap: 24, height: 300 });
    });
    const text = blocksToText([...blocks]);
    const at = (word: string) => text.indexOf(word);
    expect(at('left5 ')).toBeLessThan(at('left119'));
    expect(at('left119')).toBeLessThan(at('right0'));
    expect(at('right40')).toBeLessThan(at('right119'));
  });

  test('cells that stand below each other are a table', async () => {
    const rows = [
      ['City', 'Code', 'Port'],
      ['Bern', 'BRN', '443'],
      ['Rome', 'FCO', '8443'],
    ];
    const { blocks } = await readPdf((pdf) => {
      pdf.fontSize(11).text(sentence.repeat(2)).moveDown();
      const top = pdf.y;
      rows.forEach((row, index) =>
        row.forEach((cell, column) =>
          pdf.text(cell, 72 + column * 120, top + index * 16, { lineBreak: false }),
        ),
      );
    });
    expect(blocks.at(-1)).toEqual({ kind: 'table', header: false, rows });
  });

  test('headers, footers and page numbers are left out, and a sentence goes on over them', async () => {
    const { blocks } = await readPdf((pdf) => {
      for (let page = 1; page <= 4; page += 1) {
        if (page > 1) pdf.addPage();
        pdf.page.margins.bottom = 0;
        pdf.fontSize(9).text('Acme IT handbook', 72, 40, { lineBreak: false });
        pdf.text(`Page ${page} of 4`, 72, 780, { lineBreak: false, height: 20 });
        pdf.fontSize(11).text(`Chapter text ${'abcd'[page - 1]} that is long enough to go on and`, 72, 100);
        pdf.text(`goes on over the page for reason ${'abcd'[page - 1]} and then it`);
      }
    });
    const text = blocksToText([...blocks]);
    expect(text).not.toMatch(/handbook|Page \d/);
    expect(text).toContain('Chapter text d');
  });
});

test('lines of a table of contents are left out', async () => {
  const { blocks } = await readPdf((pdf) => {
    pdf
      .fontSize(11)
      .text('1 Before you leave . . . . . . . . . . 3')
      .text('2 On the way ........ iv')
      .moveDown();
    pdf.text(sentence.repeat(2));
  });
  expect(blocksToText([...blocks])).toBe(sentence.repeat(2).trim());
});

describe('what a PDF says of itself', () => {
  test('its title, author and dates', async () => {
    const info = { Title: 'Travel guide', Author: 'Mia Berg', Keywords: 'vpn, travel' };
    const content = await readPdf((pdf) => pdf.text(sentence), { info });
    expect(content).toMatchObject({ title: 'Travel guide', author: 'Mia Berg', labels: ['vpn', 'travel'] });
    expect(content.created).toMatch(/^\d{4}-\d\d-\d\dT/);
  });

  test.each(['Microsoft Word - draft7.doc', 'untitled', 'report_final.docx', ' '])(
    'the title %j is nobody’s choice',
    async (Title) => {
      const content = await readPdf(
        (pdf) => pdf.fontSize(20).text('Real title').fontSize(10).text(sentence),
        {
          info: { Title },
        },
      );
      expect(content.title).toBe('Real title');
    },
  );
});

describe('a PDF that cannot be read', () => {
  test('with a password', async () => {
    const bytes = await makePdf((pdf) => pdf.text('secret'), { password: 'tulip' });
    await expect(readAs('a.pdf', bytes)).rejects.toMatchObject({ name: 'ImportProblem', kind: 'encrypted' });
  });

  test('that is a scan', async () => {
    const bytes = await makePdf((pdf) => pdf.rect(72, 72, 400, 600).fill('#ccc'));
    await expect(readAs('a.pdf', bytes)).rejects.toMatchObject({ kind: 'no-text' });
  });

  test('that is no PDF after its first line', async () => {
    await expect(readAs('a.pdf', '%PDF-1.7\nnothing')).rejects.toMatchObject({ kind: 'damaged' });
  });

  test('that was cut off gives what is whole, or says that it is damaged', async () => {
    const bytes = await makePdf((pdf) => pdf.text(sentence.repeat(50)));
    for (const part of [0.3, 0.6, 0.9, 0.99]) {
      const read = readAs('a.pdf', bytes.slice(0, bytes.length * part));
      const kind = await read.then(
        () => 'read',
        (error: { kind: string }) => error.kind,
      );
      expect(['read', 'damaged', 'no-text']).toContain(kind);
    }
  });
});

test('reading tells each page and ends when it is aborted', async () => {
  const bytes = await makePdf((pdf) => {
    for (let page = 0; page < 5; page += 1) pdf.addPage().text(sentence);
  });
  const abort = new AbortController();
  const told: number[][] = [];
  const onProgress = (done: number, total: number) => {
    told.push([done, total]);
    if (done === 3) abort.abort();
  };
  const read = readAs('a.pdf', bytes, importTools({ signal: abort.signal, onProgress }));
  await expect(read).rejects.toMatchObject({ name: 'AbortError' });
  expect(told).toEqual([[1, 6], [2, 6], [3, 6]]); // prettier-ignore
});
