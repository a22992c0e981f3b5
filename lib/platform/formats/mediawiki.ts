import { entityDecoder } from './entities';
import type { RichTextFormat } from './format';
import { cleanSource } from './format';
import { wikitextNodes } from './mediawiki-blocks';
import { stripWikitext } from './mediawiki-strip';
import { readMarked } from './read-marked';
import { element } from './tree';
import { writeMediawiki } from './write-mediawiki';

/** MediaWiki's wikitext. */
export const mediawiki: RichTextFormat = {
  id: 'mediawiki',
  name: 'MediaWiki wikitext',
  read: (source, { parseHtml, baseUrl }) => {
    const cleaned = cleanSource(source);
    const decode = entityDecoder(cleaned, parseHtml);
    const { text, kept } = stripWikitext(cleaned, decode, (body, inside) =>
      wikitextNodes(body, { decode, kept: inside, baseUrl }),
    );
    return readMarked(element('div', wikitextNodes(text, { decode, kept, baseUrl })), { baseUrl });
  },
  write: writeMediawiki,
};
