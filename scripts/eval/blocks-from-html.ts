import { Window } from 'happy-dom';
import type { Block } from '../../lib/core/rich-text';
import { htmlToBlocks } from '../../lib/platform/html-to-blocks';

const window = new Window({ settings: { disableJavaScriptEvaluation: true, disableCSSFileLoading: true } });

/** HTML as the connectors read it: parsed into an inert document, turned into blocks. */
export function blocksFromHtml(html: string): Block[] {
  const document = new window.DOMParser().parseFromString(`<body>${html}</body>`, 'text/html');
  return htmlToBlocks(document.body);
}
