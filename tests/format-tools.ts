import { Window } from 'happy-dom';
import type { FormatTools } from '../lib/platform/formats/format';

/** Parsers as the extension has them, made anew every so often: the library keeps every document it ever made. */
export function createFormatTools(): FormatTools {
  let made = 0;
  let parser = createParser();
  const parse = (text: string, type: 'text/html' | 'text/xml'): Document => {
    made += 1;
    if (made % 300 === 0) parser = createParser();
    const document: unknown = parser.parseFromString(text, type);
    return document as Document;
  };
  return { parseHtml: (html) => parse(html, 'text/html'), parseXml: (xml) => parse(xml, 'text/xml') };
}

function createParser() {
  return new new Window({ settings: { disableJavaScriptEvaluation: true } }).DOMParser();
}
