import type { TreeElement } from '../platform/formats/tree';
import { codeElement, element } from '../platform/formats/tree';
import type { LineItem } from '../platform/formats/list-elements';
import { listElements } from '../platform/formats/list-elements';
import type { IsOrdered } from './docx-numbering';
import type { DocxInline } from './docx-runs';
import { inlineContent } from './docx-runs';
import type { DocxStyle, DocxStyles } from './docx-styles';
import { listOf, outlineOf } from './docx-styles';
import { tableElement } from './docx-table';
import { oneLine } from './file-content';
import type { XmlElement } from './xml-tree';
import { child, children, value } from './xml-tree';

export interface DocxContext {
  readonly styles: DocxStyles;
  readonly isOrdered: IsOrdered;
  /** Addresses by relationship id. */
  readonly links: ReadonlyMap<string, string>;
  readonly footnotes: XmlElement | undefined;
}

/** The document as HTML-shaped elements, and its title where a paragraph has that style. */
export function docxBody(
  document: XmlElement,
  context: DocxContext,
): { readonly nodes: readonly TreeElement[]; readonly title: string } {
  const body = child(child(document, 'w:document'), 'w:body');
  const writer = new BodyWriter(context);
  writer.readAll(body?.children ?? []);
  writer.readFootnotes(child(context.footnotes, 'w:footnotes'));
  return { nodes: writer.end(), title: writer.title };
}

/** What may stand around paragraphs and says nothing of its own. Deleted and moved-away parts are not among them. */
const WRAPPERS: ReadonlySet<string> = new Set([
  'w:ins',
  'w:moveto',
  'w:customxml',
  'w:smarttag',
  'w:sdtcontent',
]);

class BodyWriter {
  title = '';
  readonly #nodes: TreeElement[] = [];
  readonly #context: DocxContext;
  #items: LineItem[] = [];
  #code: string[] = [];

  constructor(context: DocxContext) {
    this.#context = context;
  }

  readAll(elements: readonly XmlElement[]): void {
    for (const each of elements) {
      if (each.name === 'w:p') this.#paragraph(each);
      else if (each.name === 'w:tbl') this.#add(tableElement(each, this.#context));
      else if (each.name === 'w:sdt') this.#control(each);
      else if (WRAPPERS.has(each.name)) this.readAll(each.children);
    }
  }

  /** Appended in their order; the marks in the text go. */
  readFootnotes(footnotes: XmlElement | undefined): void {
    this.#flush();
    // Separators have a type, notes none.
    for (const note of children(footnotes, 'w:footnote'))
      if (!note.attributes.has('w:type')) this.readAll(note.children);
  }

  end(): TreeElement[] {
    this.#flush();
    return this.#nodes;
  }

  /** A content control: a date, a choice, a rich text; or a table of contents, which is text of other places. */
  #control(control: XmlElement): void {
    const properties = child(control, 'w:sdtpr');
    const gallery = value(child(properties, 'w:docpartobj'), 'w:docpartgallery') ?? '';
    if (!/table of contents|bibliograph/i.test(gallery) && !child(properties, 'w:showingplchdr'))
      this.readAll(child(control, 'w:sdtcontent')?.children ?? []);
  }

  #paragraph(paragraph: XmlElement): void {
    const properties = child(paragraph, 'w:ppr');
    const style = this.#context.styles.get(value(properties, 'w:pstyle') ?? '');
    if (style?.hidden || style?.sort === 'contents') return;
    const { content, boxes } = inlineContent(paragraph, this.#context);
    this.#place(content, properties, style);
    // A text box stands beside its paragraph.
    for (const box of boxes) this.readAll(box.children);
  }

  #place(content: DocxInline, properties: XmlElement | undefined, style: DocxStyle | undefined): void {
    if (style?.sort === 'code') {
      this.#flushItems();
      this.#code.push(content.text);
      return;
    }
    this.#flushCode();
    if (content.text.trim() === '') return;
    const heading = outlineOf(properties) ?? style?.heading ?? null;
    if (style?.sort === 'title') this.title ||= oneLine(content.text);
    const list = listOf(properties) ?? style?.list ?? null;
    if (heading !== null) this.#add(element(`h${heading}`, content.nodes));
    else if (list !== null && list.id !== '0') this.#items.push(this.#item(list, content));
    else this.#add(element(style?.sort === 'quote' ? 'blockquote' : 'p', content.nodes));
  }

  #item(list: { readonly id: string; readonly level: number }, content: DocxInline): LineItem {
    const path = Array.from({ length: list.level + 1 }, (_, level) =>
      this.#context.isOrdered(list.id, level),
    );
    return { path, children: content.nodes };
  }

  #add(node: TreeElement): void {
    this.#flush();
    this.#nodes.push(node);
  }

  #flush(): void {
    this.#flushItems();
    this.#flushCode();
  }

  #flushItems(): void {
    for (const list of listElements(this.#items)) this.#nodes.push(list);
    this.#items = [];
  }

  #flushCode(): void {
    const code = this.#code.join('\n');
    if (code.trim() !== '') this.#nodes.push(codeElement(code));
    this.#code = [];
  }
}
