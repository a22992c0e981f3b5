import { plainText } from '../platform/formats/plain-text';
import { decodeText } from './decode-text';
import { fileContent } from './file-content';
import type { FileReader } from './file-reader';
import { MOST_TEXT, MOST_TEXT_BYTES } from './limits';
import { readPieces } from './text-pieces';
import { joinWrappedLines } from './wrapped-lines';

/** A first line longer than this is a paragraph. */
const LONGEST_TITLE = 120;

/** Text without markup. Its first line is the title where a blank line sets it off. */
export const textFile: FileReader = {
  id: 'text',
  name: 'Plain text',
  extensions: ['txt', 'text', 'log'],
  mediaTypes: ['text/plain'],
  firstBytes: MOST_TEXT_BYTES,
  read: async ({ bytes }, { parseHtml, signal }) => {
    const text = decodeText(bytes).replace(/\r\n?/g, '\n').trim();
    const title = /^([^\n]+)\n(?:[=-]{3,}\n|\n)/.exec(text)?.[1]?.trim() ?? '';
    const isTitled = title !== '' && title.length <= LONGEST_TITLE;
    const body = isTitled ? text.slice(text.indexOf('\n')).replace(/^\n[=-]{3,}\n/, '') : text;
    const tools = { parseHtml, parseXml: () => null };
    const blocks = await readPieces(body, (piece) => plainText.read(joinWrappedLines(piece), tools), signal);
    return [fileContent(blocks, { title: isTitled ? title : '', cut: body.length > MOST_TEXT })];
  },
};
