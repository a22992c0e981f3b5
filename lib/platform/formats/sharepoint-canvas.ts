import { z } from 'zod';
import type { Block } from '../../core/rich-text';
import type { ReadableElement } from '../html-shape';
import { isElement } from '../html-shape';
import { escapeHtml } from './escape-html';
import type { FormatTools, RichTextFormat } from './format';
import { MAX_SOURCE } from './format';
import { html, readHtml, type HtmlTools } from './html';
import { htmlMark } from './html-marks';
import { parseJson } from './parse-json';
import { readMarked } from './read-marked';
import { safeUrl } from './safe-url';
import { codeElement, element, linkElement, textNode } from './tree';

const textsSchema = z
  .record(z.string(), z.unknown())
  .nullish()
  .catch(null)
  .transform((texts) => new Map(Object.entries(texts ?? {})));

/** What a web part shows of its own; its other properties are settings. */
const webPartSchema = z.object({
  title: z.string().nullish().catch(null),
  properties: z
    .object({
      code: z.string().nullish().catch(null),
      language: z.string().nullish().catch(null),
      embedCode: z.string().nullish().catch(null),
    })
    .nullish()
    .catch(null),
  serverProcessedContent: z
    .object({ htmlStrings: textsSchema, searchablePlainTexts: textsSchema, links: textsSchema })
    .nullish()
    .catch(null),
});
type WebPart = z.infer<typeof webPartSchema>;

/** One part of the canvas: a text or a web part, as the page API and the HTML field both describe it. */
const controlSchema = z.object({
  innerHTML: z.string().nullish().catch(null),
  webPartData: webPartSchema.nullish().catch(null),
  position: z
    .object({
      zoneIndex: z.number().catch(0).default(0),
      sectionIndex: z.number().catch(0).default(0),
      controlIndex: z.number().catch(0).default(0),
    })
    .nullish()
    .catch(null),
  /** Of a collapsible section, on each of its parts. */
  zoneGroupMetadata: z
    .object({ displayName: z.string().nullish().catch(null) })
    .nullish()
    .catch(null),
});
type Control = z.infer<typeof controlSchema>;

/** A part with its text as read: HTML that is still to be parsed, or an element of the page's own. */
interface Part extends Pick<Control, 'webPartData' | 'position' | 'zoneGroupMetadata'> {
  readonly text: ReadableElement | Document | null;
}

/**
 * Blocks of a modern page's canvas: the `CanvasContent1` of the pages API (JSON) or of the page's list item (HTML).
 * Parts come in the order they stand on the page.
 */
export function readCanvas(canvas: string, parseHtml: FormatTools['parseHtml'], baseUrl?: string): Block[] {
  const source = canvas.slice(0, MAX_SOURCE);
  const json = z.array(z.unknown()).safeParse(parseJson(source));
  const tools = { parseHtml, baseUrl };
  if (!json.success && !source.includes(CONTROL)) return readHtml(source, tools);
  const parts = json.success ? partsOf(json.data, parseHtml) : partsInHtml(parseHtml(source));
  let section = '';
  return inOrder(parts).flatMap((part) => {
    const name = part.zoneGroupMetadata?.displayName?.trim() ?? '';
    const opens = name !== '' && name !== section;
    section = name;
    const text = part.text ? readMarked(part.text, { mark: htmlMark, baseUrl }) : [];
    const own = part.webPartData ? readWebPart(part.webPartData, tools) : [];
    return [...(opens ? [{ kind: 'heading' as const, level: 2, text: name }] : []), ...text, ...own];
  });
}

function partsOf(controls: readonly unknown[], parseHtml: FormatTools['parseHtml']): Part[] {
  return controls.flatMap((control) => {
    const parsed = controlSchema.safeParse(control);
    if (!parsed.success) return [];
    const { innerHTML } = parsed.data;
    return [{ ...parsed.data, text: innerHTML ? parseHtml(innerHTML) : null }];
  });
}

const CONTROL = 'data-sp-canvascontrol';

/** The HTML form keeps the same descriptions in attributes, and a text beside its own. */
function partsInHtml(document: Document): Part[] {
  return elementsWith(document.body, CONTROL).map((control) => {
    const described = controlSchema.safeParse(parseJson(control.getAttribute('data-sp-controldata') ?? ''));
    const [holder] = elementsWith(control, 'data-sp-webpartdata');
    const webPart = webPartSchema.safeParse(parseJson(holder?.getAttribute('data-sp-webpartdata') ?? ''));
    return {
      ...(described.success ? described.data : {}),
      text: elementsWith(control, 'data-sp-rte')[0] ?? null,
      webPartData: webPart.success ? webPart.data : null,
    };
  });
}

/** The outermost elements with an attribute, in document order; with a stack of its own, as nesting may be deep. */
function elementsWith(root: ReadableElement, attribute: string): ReadableElement[] {
  const found: ReadableElement[] = [];
  const open: ReadableElement[] = [root];
  for (let top = open.pop(); top; top = open.pop()) {
    if (top.getAttribute(attribute) !== null) {
      found.push(top);
      continue;
    }
    for (let index = top.childNodes.length - 1; index >= 0; index -= 1) {
      const child = top.childNodes[index];
      if (child && isElement(child)) open.push(child);
    }
  }
  return found;
}

/** A part that does not say where it stands stays behind the one before it. */
function inOrder(parts: readonly Part[]): Part[] {
  let last: readonly number[] = [0, 0, 0];
  const placed = parts.map((part) => {
    if (part.position)
      last = [part.position.zoneIndex, part.position.sectionIndex, part.position.controlIndex];
    return { part, place: last };
  });
  const difference = (a: readonly number[], b: readonly number[], at: number) => (a[at] ?? 0) - (b[at] ?? 0);
  return placed
    .sort(({ place: a }, { place: b }) => difference(a, b, 0) || difference(a, b, 1) || difference(a, b, 2))
    .map(({ part }) => part);
}

/** Code as code, rich strings as HTML, plain strings as paragraphs; a string with a link of its own leads there. */
function readWebPart(part: WebPart, tools: HtmlTools): Block[] {
  const { code, language } = part.properties ?? {};
  const { searchablePlainTexts, htmlStrings, links } = part.serverProcessedContent ?? {};
  const rich = [...(htmlStrings ?? [])].flatMap(([, value]) =>
    typeof value === 'string' ? readHtml(value, tools) : [],
  );
  const root = element('div');
  const known = new Set(rich.flatMap((block) => ('text' in block ? [block.text] : [])));
  const snippet = code ?? stringOf(searchablePlainTexts?.get('code'));
  for (const [name, value] of searchablePlainTexts ?? []) {
    const text = stringOf(value);
    if (text === '' || known.has(text) || text === snippet) continue;
    const url = safeUrl(linkBeside(name, links), tools.baseUrl);
    const words = textNode(text);
    root.childNodes.push(element('p', [url === null ? words : linkElement(url, [words])]));
  }
  // A Markdown part keeps its source beside what it renders to.
  if (snippet !== '' && rich.length === 0) root.childNodes.push(codeElement(snippet, language ?? ''));
  return [...readMarked(root, tools), ...rich];
}

/** `items[3].title` is the text of the link `items[3].sourceItem.url`. */
function linkBeside(name: string, links: ReadonlyMap<string, unknown> | undefined): string {
  const item = /^(.{1,100}\[\d{1,6}\]\.)title$/.exec(name)?.[1];
  if (item === undefined) return '';
  return stringOf(links?.get(`${item}sourceItem.url`)) || stringOf(links?.get(`${item}url`));
}

function stringOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** SharePoint's modern pages. What is written is one text part. */
export const sharepointCanvas: RichTextFormat = {
  id: 'sharepoint-canvas',
  name: 'SharePoint page',
  read: (source, tools) => readCanvas(source, tools.parseHtml, tools.baseUrl),
  write: (blocks) => {
    const data = JSON.stringify({
      controlType: 4,
      position: { zoneIndex: 1, sectionIndex: 1, controlIndex: 1 },
    });
    return (
      `<div><div data-sp-canvascontrol="" data-sp-canvasdataversion="1.0" data-sp-controldata="${escapeHtml(data)}">` +
      `<div data-sp-rte="">${html.write(blocks)}</div></div></div>`
    );
  },
};
