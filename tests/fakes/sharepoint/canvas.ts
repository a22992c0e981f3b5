import { escapeHtml } from '../markdown';

const controlId = (at: number) => `0000000${at}-4f5e-4a1b-8c2d-9e7f60718293`;

/**
 * `CanvasContent1` of a page whose text is this HTML: a text part for each section, a code web part for each code
 * block, and a web part without text, as authors leave them.
 */
export function toCanvas(html: string): string {
  const parts = canvasParts(html).map((part, at) =>
    part.kind === 'text' ? textControl(part.html, at) : codeControl(part.code, at),
  );
  const settings = `<div data-sp-canvascontrol="" data-sp-canvasdataversion="1.0" data-sp-controldata="${attribute({ controlType: 0, pageSettingsSlice: { isDefaultDescription: true } })}"></div>`;
  return `<div>${parts.join('')}${dividerControl(parts.length)}${settings}</div>`;
}

/** Splits at headings and code blocks. */
export function canvasParts(
  html: string,
): ({ kind: 'text'; html: string } | { kind: 'code'; code: string })[] {
  return html
    .split(/(?=<h2[ >])|(<pre>[\s\S]*?<\/pre>)/)
    .filter((part) => part !== undefined && part.trim() !== '')
    .map((part) =>
      part.startsWith('<pre>')
        ? { kind: 'code', code: unescape(part.replace(/<[^>]+>/g, '')) }
        : { kind: 'text', html: part },
    );
}

function textControl(html: string, at: number): string {
  const data = { controlType: 4, id: controlId(at), position: position(at), addedFromPersistedData: true };
  return `<div data-sp-canvascontrol="" data-sp-canvasdataversion="1.0" data-sp-controldata="${attribute(data)}"><div data-sp-rte="">${html}</div></div>`;
}

function codeControl(code: string, at: number): string {
  const webPart = {
    id: '7b317bca-c919-4982-af2f-8399173e5a1e',
    instanceId: controlId(at),
    title: 'Code Snippet',
    serverProcessedContent: { htmlStrings: {}, searchablePlainTexts: { code }, imageSources: {}, links: {} },
    dataVersion: '1.0',
    properties: { code, language: 'powershell', lineWrapping: false, theme: 'Monokai' },
  };
  return webPartControl(
    webPart,
    at,
    `<div data-sp-prop-name="code" data-sp-searchableplaintext="true">${escapeHtml(code)}</div>`,
  );
}

function dividerControl(at: number): string {
  const webPart = {
    id: '2161a1c6-db61-4731-b97c-3cdb303f7cbb',
    instanceId: controlId(at),
    title: 'Divider',
    serverProcessedContent: { htmlStrings: {}, searchablePlainTexts: {}, imageSources: {}, links: {} },
    dataVersion: '1.0',
    properties: { minimumLayoutWidth: 1, length: 100 },
  };
  return webPartControl(webPart, at, '');
}

function webPartControl(webPart: { id: string }, at: number, html: string): string {
  const data = { controlType: 3, id: controlId(at), position: position(at), webPartId: webPart.id };
  return `<div data-sp-canvascontrol="" data-sp-canvasdataversion="1.0" data-sp-controldata="${attribute(data)}"><div data-sp-webpart="" data-sp-webpartdataversion="1.0" data-sp-webpartdata="${attribute(webPart)}"><div data-sp-componentid="">${webPart.id}</div><div data-sp-htmlproperties="">${html}</div></div></div>`;
}

function position(at: number) {
  return { zoneIndex: 1, sectionIndex: 1, controlIndex: at + 1, layoutIndex: 1, sectionFactor: 12 };
}

/** Braces and colons are entities in SharePoint's own attributes. */
function attribute(value: unknown): string {
  return escapeHtml(JSON.stringify(value))
    .replaceAll('{', '&#123;')
    .replaceAll('}', '&#125;')
    .replaceAll(':', '&#58;');
}

function unescape(html: string): string {
  return html
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
    .trimEnd();
}
