import { htmlMark } from '../platform/formats/html-marks';
import { MAX_SOURCE } from '../platform/formats/format';
import { readMarked } from '../platform/formats/read-marked';
import { contentTitle, mainContent } from '../platform/main-content';
import { furnitureOf } from '../platform/page-furniture';
import { decodeText } from './decode-text';
import { fileContent } from './file-content';
import { isoDate } from './file-dates';
import type { FileReader } from './file-reader';
import { ImportProblem } from './import-problem';
import { MOST_TEXT_BYTES } from './limits';

/** A page begins with one of these, after white space, comments and declarations. */
const START =
  /^\s*(?:<\?xml[^>]{0,200}>\s*|<!--(?:(?!-->)[\s\S]){0,2000}-->\s*){0,5}<(?:!doctype html|html|head|body)[\s>]/i;
const CHARSET = /<meta[^>]{0,200}charset\s{0,5}=\s{0,5}["']?([\w-]{2,40})/i;
const LOOKED_AT = 2_048;
/** Characters of one page; see `html-to-blocks.ts`. */
const MOST_AT_ONCE = 400_000;

/** A page that was saved or exported: its own text, without what stands around it. */
export const htmlFile: FileReader = {
  id: 'html',
  name: 'Web page',
  extensions: ['html', 'htm', 'xhtml'],
  mediaTypes: ['text/html', 'application/xhtml+xml'],
  firstBytes: MOST_TEXT_BYTES,
  recognises: (start) => START.test(ascii(start)),
  read: async ({ bytes }, { parseHtml, signal }) => {
    const source = decodeText(bytes, CHARSET.exec(ascii(bytes))?.[1] ?? null);
    signal.throwIfAborted();
    const document = parseHtml(source.slice(0, MAX_SOURCE));
    const isFurniture = furnitureOf(document);
    const main = mainContent(document, isFurniture);
    if (!main) throw new ImportProblem('empty');
    const { root } = main;
    const blocks = readMarked(root, {
      mark: (element, tag) =>
        element !== root && isFurniture(element as Element) ? { alone: true } : htmlMark(element, tag),
    });
    const facts = {
      ...factsOf(document),
      cut: source.length > MAX_SOURCE || main.plain + main.linked > MOST_AT_ONCE,
    };
    return [fileContent(blocks, { title: contentTitle(document, root), ...facts })];
  },
};

function factsOf(document: Document) {
  const meta = (...names: readonly string[]) =>
    names
      .map((name) => document.querySelector(`meta[name="${name}" i], meta[property="${name}" i]`))
      .map((element) => element?.getAttribute('content')?.trim() ?? '')
      .find((content) => content !== '');
  return {
    author: meta('author', 'article:author', 'dc.creator', 'dcterms.creator') ?? null,
    created: isoDate(meta('article:published_time', 'dcterms.created', 'dc.date')),
    updated: isoDate(meta('article:modified_time', 'dcterms.modified', 'last-modified')),
    language: document.documentElement?.getAttribute('lang') ?? null,
    labels: (meta('keywords') ?? '').split(','),
  };
}

/** The start of a file, one character a byte: tags and names of encodings are ASCII in every encoding but UTF-16. */
function ascii(bytes: Uint8Array): string {
  return new TextDecoder('windows-1252')
    .decode(bytes.subarray(0, LOOKED_AT))
    .replace(/^(?:\u00ef\u00bb\u00bf|\u00ff\u00fe|\u00fe\u00ff)/, '')
    .replaceAll('\u0000', '');
}
