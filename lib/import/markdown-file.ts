import { markdown } from '../platform/formats/markdown';
import { decodeText } from './decode-text';
import { fileContent } from './file-content';
import { isoDate } from './file-dates';
import type { FileReader } from './file-reader';
import { readFrontMatter } from './front-matter';
import { MOST_TEXT, MOST_TEXT_BYTES } from './limits';
import { readPieces } from './text-pieces';

/** Markdown with the front matter that site generators put above it. Relative links lead nowhere here: they are text. */
export const markdownFile: FileReader = {
  id: 'markdown',
  name: 'Markdown',
  extensions: ['md', 'markdown', 'mdown', 'mkd', 'mdx'],
  mediaTypes: ['text/markdown', 'text/x-markdown'],
  firstBytes: MOST_TEXT_BYTES,
  read: async ({ bytes }, { parseHtml, signal }) => {
    const { fields, body } = readFrontMatter(decodeText(bytes).replace(/\r\n?/g, '\n'));
    const tools = { parseHtml, parseXml: () => null };
    const blocks = await readPieces(body, (piece) => markdown.read(piece, tools), signal);
    const first = (...names: readonly string[]) =>
      names.map((name) => fields.get(name)?.[0]).find((value) => value !== undefined);
    const [heading] = blocks.filter((block) => block.kind === 'heading').slice(0, 1);
    return [
      fileContent(blocks, {
        title: first('title') ?? (heading?.level === 1 ? heading.text : ''),
        author: first('author', 'authors') ?? null,
        created: isoDate(first('date', 'created')),
        updated: isoDate(first('updated', 'lastmod', 'last_modified_at', 'modified')),
        language: first('lang', 'language') ?? null,
        labels: [...(fields.get('tags') ?? []), ...(fields.get('categories') ?? [])],
        cut: body.length > MOST_TEXT,
      }),
    ];
  },
};
