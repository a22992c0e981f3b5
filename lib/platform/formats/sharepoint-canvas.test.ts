import { describe, expect, it } from 'vitest';
import { code, h, link, list, p } from '../../../tests/block-makers';
import { createFormatTools } from '../../../tests/format-tools';
import { escapeHtml } from './escape-html';
import { readCanvas } from './sharepoint-canvas';

const { parseHtml } = createFormatTools();

const part = (position: number, data: unknown, inside = '') =>
  `<div data-sp-canvascontrol="" data-sp-controldata="${escapeHtml(
    JSON.stringify({
      controlType: 4,
      position: { zoneIndex: position, sectionIndex: 1, controlIndex: 1 },
      ...(data as object),
    }),
  )
    .replaceAll(':', '&#58;')
    .replaceAll('{', '&#123;')}">${inside}</div>`;
const webPart = (data: unknown) =>
  `<div data-sp-webpart="" data-sp-webpartdata="${escapeHtml(JSON.stringify(data))}"><div data-sp-htmlproperties=""><div data-sp-prop-name="title">shown twice</div></div></div>`;
const links = {
  title: 'Quick links',
  serverProcessedContent: {
    searchablePlainTexts: { title: 'Where to go', 'items[0].title': 'Portal', 'items[1].title': 'Run' },
    links: { 'items[0].sourceItem.url': 'https://p.example/', 'items[1].sourceItem.url': 'javascript:x' },
  },
};

describe('a SharePoint page', () => {
  it('is read in the order of its parts, web parts by their own texts and links', () => {
    const canvas = `<div>${part(2, {}, '<div data-sp-rte=""><h2>Reset</h2><ul><li>see <a href="https://a.example">IT</a></li></ul></div>')}${part(1, { controlType: 3 }, webPart(links))}</div>`;
    expect(readCanvas(canvas, parseHtml)).toEqual([
      p('Where to go'),
      p('Portal', link('Portal', 'Portal', 'https://p.example/')),
      p('Run'),
      h(2, 'Reset'),
      {
        kind: 'list',
        ordered: false,
        items: [{ text: 'see IT', depth: 0, links: [{ start: 4, end: 6, url: 'https://a.example' }] }],
      },
    ]);
  });

  it('is the same as JSON', () => {
    const canvas = JSON.stringify([
      { controlType: 4, innerHTML: '<p>a</p><ol><li>b</li></ol>', position: { zoneIndex: 1 } },
      { controlType: 3, webPartData: { properties: { code: 'ls -l', language: 'bash' } } },
      { controlType: 0, pageSettingsSlice: {} },
      null,
    ]);
    expect(readCanvas(canvas, parseHtml)).toEqual([p('a'), list(true, 'b'), code('ls -l', 'bash')]);
  });

  it('opens folded sections with their names', () => {
    const group = { zoneGroupMetadata: { type: 1, displayName: 'For admins' } };
    const canvas = JSON.stringify([
      { innerHTML: '<p>a</p>', ...group },
      { innerHTML: '<p>b</p>', ...group },
    ]);
    expect(readCanvas(canvas, parseHtml)).toEqual([h(2, 'For admins'), p('a'), p('b')]);
  });

  it('keeps what a Markdown part renders to, once', () => {
    const webPartData = {
      properties: { code: '# a' },
      serverProcessedContent: { htmlStrings: { html: '<h1>a</h1>' }, searchablePlainTexts: { code: '# a' } },
    };
    expect(readCanvas(JSON.stringify([{ webPartData }]), parseHtml)).toEqual([h(1, 'a')]);
  });

  it('may be a classic page’s HTML', () => {
    expect(readCanvas('<div class="ExternalClass1"><p>a</p></div>', parseHtml)).toEqual([p('a')]);
  });

  it.each(['', '[', '[1, null, {}]', '{"a":1', '<div data-sp-canvascontrol="" data-sp-controldata="{">'])(
    'never throws: %j',
    (canvas) => {
      expect(() => readCanvas(canvas, parseHtml)).not.toThrow();
    },
  );
});
