import type { Decode } from './entities';

export type XmlToken =
  | {
      readonly kind: 'open';
      readonly name: string;
      readonly attributes: Map<string, string>;
      readonly empty: boolean;
    }
  | { readonly kind: 'close'; readonly name: string }
  | { readonly kind: 'text'; readonly text: string };

/**
 * The tags and texts of XML, well-formed or not: prefixes need no declaration, what is no tag is text, and what was
 * cut off ends where it ends. Comments and processing instructions are left out. Each character is looked at a
 * bounded number of times.
 */
export function* xmlTokens(source: string, decode: Decode): Generator<XmlToken> {
  const ends = new TagEnds(source);
  let at = 0;
  while (at < source.length) {
    const open = source.indexOf('<', at);
    if (open === -1 || open > at) {
      const end = open === -1 ? source.length : open;
      yield { kind: 'text', text: decode(source.slice(at, end)) };
      at = end;
    } else if (source.startsWith('<![CDATA[', at)) {
      const end = ends.next(']]>', at);
      yield { kind: 'text', text: source.slice(at + 9, end) };
      at = end + 3;
    } else if (source.startsWith('<!--', at)) at = ends.next('-->', at) + 3;
    else if (/[!?]/.test(source.charAt(at + 1))) at = ends.next('>', at) + 1;
    else {
      const end = /[a-z/]/i.test(source.charAt(at + 1)) ? ends.tag(at) : -1;
      yield end === -1 ? { kind: 'text', text: '<' } : tagToken(source.slice(at + 1, end), decode);
      at = end === -1 ? at + 1 : end + 1;
    }
  }
}

/** Finds ends, and remembers what does not occur any more: a thousand open quotes must not be looked for one by one. */
class TagEnds {
  readonly #source: string;
  readonly #gone = new Set<string>();

  constructor(source: string) {
    this.#source = source;
  }

  /** The end of the source where there is none. */
  next(what: string, from: number): number {
    const at = this.#find(what, from);
    return at === -1 ? this.#source.length : at;
  }

  /** The `>` that ends a tag, which does not stand in quotes; -1 without one. */
  tag(from: number): number {
    let at = from + 1;
    for (; at < this.#source.length; at += 1) {
      const character = this.#source[at];
      if (character === '>') return at;
      if (character === '<') break;
      if (character === '"' || character === "'") {
        const close = this.#find(character, at + 1);
        if (close !== -1) at = close;
      }
    }
    return -1;
  }

  #find(what: string, from: number): number {
    if (this.#gone.has(what)) return -1;
    const at = this.#source.indexOf(what, from);
    if (at === -1) this.#gone.add(what);
    return at;
  }
}

function tagToken(inside: string, decode: Decode): XmlToken {
  if (inside.startsWith('/')) return { kind: 'close', name: inside.slice(1).trim().toLowerCase() };
  const empty = inside.endsWith('/');
  const name = /^[^\s/]+/.exec(inside)?.[0] ?? '';
  const attributes = tagAttributes(inside.slice(name.length), decode);
  return { kind: 'open', name: name.toLowerCase(), attributes, empty };
}

/** Quoted attributes, by their lower-case names; of a name without end, its end. */
export function tagAttributes(text: string, decode: Decode): Map<string, string> {
  const attributes = new Map<string, string>();
  for (const match of text.matchAll(/([^\s=/"'<>]{1,200})=(?:"([^"]*)"|'([^']*)'|([\w-]+))/g))
    attributes.set((match[1] ?? '').toLowerCase(), decode(match[2] ?? match[3] ?? match[4] ?? ''));
  return attributes;
}
