import { entityDecoder } from '../platform/formats/entities';
import { xmlTokens } from '../platform/formats/xml-tokens';
import { ImportProblem } from './import-problem';

/** An element of XML; names are lower case and keep their prefix, which Office never changes. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** Text that stands right in it. */
  readonly text: string;
}

/** Deeper elements are left out: walking a tree may then call itself. */
const MOST_DEPTH = 200;
const MOST_ELEMENTS = 1_500_000;

interface Open {
  name: string;
  attributes: Map<string, string>;
  children: XmlElement[];
  text: string;
}

/** Elements and texts of XML, well-formed or not. No entity but XML's own five is known, so none can grow. */
export function xmlTree(source: string): XmlElement {
  const root: Open = { name: '', attributes: new Map(), children: [], text: '' };
  const stack: Open[] = [root];
  let elements = 0;
  for (const token of xmlTokens(source, entityDecoder(''))) {
    const top = stack.at(-1) ?? root;
    if (token.kind === 'text') top.text += token.text;
    else if (token.kind === 'close') closeTo(stack, token.name);
    else {
      elements += 1;
      if (elements > MOST_ELEMENTS) throw new ImportProblem('too-large');
      const { name, attributes, empty } = token;
      const element: Open = { name, attributes, children: [], text: '' };
      if (stack.length < MOST_DEPTH) top.children.push(element);
      if (!empty) stack.push(element);
    }
  }
  return root;
}

/** An end without a beginning ends nothing; one further out ends all inside it. Looks no deeper than mistakes go. */
function closeTo(stack: Open[], name: string): void {
  const lowest = Math.max(1, stack.length - MOST_DEPTH);
  for (let at = stack.length - 1; at >= lowest; at -= 1)
    if (stack[at]?.name === name) {
      stack.length = at;
      return;
    }
}

export function child(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((each) => each.name === name);
}

export function children(element: XmlElement | undefined, name: string): XmlElement[] {
  return element?.children.filter((each) => each.name === name) ?? [];
}

/** `w:val` of a child, as WordprocessingML writes most of its properties. */
export function value(element: XmlElement | undefined, name: string): string | undefined {
  return child(element, name)?.attributes.get('w:val');
}

/** On where the child is there, unless it says otherwise. ECMA-376 part 1, 17.17.4 */
export function isOn(element: XmlElement | undefined, name: string): boolean {
  const found = child(element, name);
  return found !== undefined && !/^(?:0|false|off)$/.test(found.attributes.get('w:val') ?? '');
}
