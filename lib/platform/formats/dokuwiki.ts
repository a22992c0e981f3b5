import { dokuwikiNodes } from './dokuwiki-blocks';
import { stripDokuwiki } from './dokuwiki-strip';
import type { RichTextFormat } from './format';
import { cleanSource } from './format';
import { readMarked } from './read-marked';
import { element } from './tree';
import { writeDokuwiki } from './write-dokuwiki';

/** DokuWiki's markup, with what its usual plugins add. */
export const dokuwiki: RichTextFormat = {
  id: 'dokuwiki',
  name: 'DokuWiki markup',
  read: (source, { baseUrl }) => {
    const { text, kept } = stripDokuwiki(cleanSource(source), (body, inside) =>
      dokuwikiNodes(body, { kept: inside, baseUrl }),
    );
    return readMarked(element('div', dokuwikiNodes(text, { kept, baseUrl })), { baseUrl });
  },
  write: writeDokuwiki,
};
