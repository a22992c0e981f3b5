/** Text a person cannot read, and editors that a mark would disturb. */
const skipped = new Set(['SCRIPT', 'STYLE', 'TEMPLATE', 'NOSCRIPT', 'TEXTAREA', 'INPUT', 'SELECT', 'OPTION']);

/**
 * Stretches of a text node that count: everything but white space, soft hyphens, zero-width characters and the bar
 * that stands between the cells of a quoted table row. Leaving these out on both sides makes it irrelevant which
 * elements break a line: a page's cells, line breaks and custom elements read the same as our text of them.
 */
const counting = /[^\s|\u00AD\u200B-\u200D\u2060]+/gu;

/** A stretch of one text node, and where it begins in the index's text. */
interface Stretch {
  at: number;
  node: Text;
  offset: number;
}

interface TextIndex {
  text: string;
  stretches: Stretch[];
}

/**
 * Finds a quote in a page, white space aside, and returns its range; where the whole quote is not there (the page
 * was edited, or splits it), the longest beginning of at least `minWords` words (Infinity: the whole or nothing).
 * Open shadow roots are searched.
 */
export function findText(root: Document | ShadowRoot | Element, quote: string, minWords = 4): Range | null {
  const words = quote.split(/\s+/u).map(squeeze).filter(Boolean);
  if (words.length === 0) return null;
  const index = indexText(root);
  const whole = locate(index, words);
  if (whole) return whole;
  // The longest beginning that is there, by halving: whether a beginning occurs only gets rarer with length.
  let found: Range | null = null;
  let low = Math.min(minWords, words.length);
  let high = words.length - 1;
  while (low <= high) {
    const count = Math.floor((low + high) / 2);
    const range = locate(index, words.slice(0, count));
    if (range) {
      found = range;
      low = count + 1;
    } else high = count - 1;
  }
  return found;
}

function squeeze(text: string): string {
  return (text.match(counting) ?? []).join('');
}

function locate(index: TextIndex, words: readonly string[]): Range | null {
  const needle = words.join('');
  const at = index.text.indexOf(needle);
  return at < 0 ? null : rangeOf(index, at, at + needle.length);
}

function indexText(root: Node): TextIndex {
  const parts: string[] = [];
  const stretches: Stretch[] = [];
  let at = 0;
  for (const node of textNodes(root)) {
    for (const match of node.data.matchAll(counting)) {
      stretches.push({ at, node, offset: match.index });
      parts.push(match[0]);
      at += match[0].length;
    }
  }
  return { text: parts.join(''), stretches };
}

/** Text nodes in reading order. Iterative, and without spreading children: depth and width are the page's choice. */
function* textNodes(root: Node): Generator<Text> {
  const stack: Node[] = [root];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (node.nodeType === 3) {
      yield node as Text;
      continue;
    }
    if (node.nodeType === 1 && skipped.has((node as Element).tagName.toUpperCase())) continue;
    for (let child = node.lastChild; child !== null; child = child.previousSibling) stack.push(child);
    const shadow = (node as Partial<Element>).shadowRoot;
    if (shadow) stack.push(shadow);
  }
}

function rangeOf(index: TextIndex, start: number, end: number): Range | null {
  const first = stretchAt(index.stretches, start);
  const last = stretchAt(index.stretches, end - 1);
  if (!first || !last) return null;
  const range = first.node.ownerDocument.createRange();
  range.setStart(first.node, first.offset + start - first.at);
  // A range cannot cross a shadow root's edge: there, the part before the edge is what can be marked.
  const sameTree = first.node.getRootNode() === last.node.getRootNode();
  if (sameTree) range.setEnd(last.node, last.offset + end - last.at);
  else range.setEnd(first.node, first.node.length);
  return range;
}

/** The last stretch that begins at or before this place, by halving. */
function stretchAt(stretches: readonly Stretch[], place: number): Stretch | undefined {
  let low = 0;
  let high = stretches.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((stretches[middle]?.at ?? 0) <= place) low = middle;
    else high = middle - 1;
  }
  return stretches[low];
}
