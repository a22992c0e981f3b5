import { adf } from './adf';
import { dokuwiki } from './dokuwiki';
import type { RichTextFormat } from './format';
import { html } from './html';
import { markdown } from './markdown';
import { mediawiki } from './mediawiki';
import { plainText } from './plain-text';
import { sharepointCanvas } from './sharepoint-canvas';
import { storage } from './storage';
import { view } from './view';
import { wikiMarkup } from './wiki-markup';

/** Every notation of rich text that products keep or people write; one file each. */
export const formats: readonly RichTextFormat[] = [
  html,
  storage,
  view,
  adf,
  wikiMarkup,
  mediawiki,
  dokuwiki,
  sharepointCanvas,
  markdown,
  plainText,
];
