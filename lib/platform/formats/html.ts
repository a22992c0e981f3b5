import type { Block } from '../../core/rich-text';
import type { FormatTools, RichTextFormat } from './format';
import { MAX_SOURCE } from './format';
import { htmlMark } from './html-marks';
import { readMarked } from './read-marked';
import { writeHtml } from './write-html';

export interface HtmlTools {
  readonly parseHtml: FormatTools['parseHtml'];
  readonly baseUrl?: string | undefined;
}

/** Blocks of an HTML fragment; `drop` are selectors of what is page furniture, not text. */
export function readHtml(
  source: string,
  { parseHtml, baseUrl }: HtmlTools,
  drop: readonly string[] = [],
): Block[] {
  return readMarked(parseHtml(source.slice(0, MAX_SOURCE)), { mark: htmlMark, drop, baseUrl });
}

/** HTML as ServiceNow keeps it and TinyMCE and CKEditor write it. */
export const html: RichTextFormat = {
  id: 'html',
  name: 'HTML',
  read: (source, tools) => readHtml(source, tools),
  write: (blocks) => writeHtml(blocks),
};
