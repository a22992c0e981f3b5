import type { ReadableNode } from '../platform/html-shape';
import { element, linkElement, textNode } from '../platform/formats/tree';
import type { DocxStyles } from './docx-styles';
import type { XmlElement } from './xml-tree';
import { child, isOn, value } from './xml-tree';

/** What stands in a line. */
export interface DocxInline {
  readonly nodes: ReadableNode[];
  /** The same as text, with tabs and line feeds, for code. */
  readonly text: string;
}

export interface InlineContext {
  readonly styles: DocxStyles;
  readonly links: ReadonlyMap<string, string>;
}

/** Looked through for text. What is not named here or below has none: deleted and moved-away parts, properties, marks. */
const WRAPPERS: ReadonlySet<string> = new Set(
  (
    'w:ins w:moveto w:smarttag w:customxml w:fldsimple w:sdtcontent w:dir w:bdo w:ruby w:rubybase w:drawing w:pict ' +
    'w:object wp:inline wp:anchor a:graphic a:graphicdata wps:wsp wps:txbx wpg:wgp wpc:wpc wpg:grpsp v:shape v:rect ' +
    'v:roundrect v:group v:textbox m:omath m:omathpara m:r m:f m:num m:den m:e m:sup m:sub m:ssup m:ssub'
  ).split(' '),
);

const SIGNS = new Map([
  ['w:tab', '\t'],
  ['w:br', '\n'],
  ['w:cr', '\n'],
  ['w:nobreakhyphen', '-'],
]);

/** Text and links of a paragraph, and the text boxes that hang on it. Complex fields show what they came to. */
export function inlineContent(
  paragraph: XmlElement,
  context: InlineContext,
): { readonly content: DocxInline; readonly boxes: readonly XmlElement[] } {
  const walk = new InlineWalk(context);
  return { content: { nodes: walk.all(paragraph.children), text: walk.text }, boxes: walk.boxes };
}

class InlineWalk {
  text = '';
  readonly boxes: XmlElement[] = [];
  readonly #context: InlineContext;

  constructor(context: InlineContext) {
    this.#context = context;
  }

  all(elements: readonly XmlElement[]): ReadableNode[] {
    return elements.flatMap((each) => this.#one(each));
  }

  #one(each: XmlElement): ReadableNode[] {
    if (each.name === 'w:t' || each.name === 'm:t') return this.#say(each.text);
    if (each.name === 'w:r') return this.#isHidden(each) ? [] : this.all(each.children);
    if (each.name === 'w:hyperlink') return this.#link(each);
    if (each.name === 'w:sdt') return this.#control(each);
    if (each.name === 'mc:alternatecontent') return this.#alternative(each);
    if (each.name === 'w:txbxcontent') {
      this.boxes.push(each);
      return [];
    }
    const sign = SIGNS.get(each.name);
    if (sign !== undefined) return this.#say(sign);
    return WRAPPERS.has(each.name) ? this.all(each.children) : [];
  }

  #say(text: string): ReadableNode[] {
    this.text += text;
    return text === '\n' ? [element('br')] : [textNode(text)];
  }

  #isHidden(run: XmlElement): boolean {
    const properties = child(run, 'w:rpr');
    const style = this.#context.styles.get(value(properties, 'w:rstyle') ?? '');
    return child(properties, 'w:vanish') ? isOn(properties, 'w:vanish') : style?.hidden === true;
  }

  /** Places in the same document lead nowhere here. */
  #link(link: XmlElement): ReadableNode[] {
    const url = this.#context.links.get(link.attributes.get('r:id') ?? '');
    const children = this.all(link.children);
    return url === undefined ? children : [linkElement(url, children)];
  }

  /** What stands in a form before anybody filled it in is nobody's text. */
  #control(control: XmlElement): ReadableNode[] {
    if (child(child(control, 'w:sdtpr'), 'w:showingplchdr')) return [];
    return this.all(child(control, 'w:sdtcontent')?.children ?? []);
  }

  /** The same thing for newer and older programs: one of them is read, so that a text box is there once. */
  #alternative({ children }: XmlElement): ReadableNode[] {
    const chosen = children.find(({ name }) => name === 'mc:choice') ?? children[0];
    return this.all(chosen?.children ?? []);
  }
}
