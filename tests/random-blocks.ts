import type { Block, TextLink } from '../lib/core/rich-text';

/** The same numbers for the same seed: a failure can be run again. https://github.com/cprosche/mulberry32 */
export function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const plainWords =
  'the VPN client shows error 809 after Tuesday über 东京 خطأ 👩‍💻 C++ f(x) don’t it’s A&B 50% 3.5 #1 @dana'.split(
    ' ',
  );

/** Everything that means something in one notation or another. */
export const markupWords: readonly string[] = [
  ...'{code} {/code} {panel} {quote} *x* _x_ +x+ ^x^ ~x~ -x- ??x?? [x|y] [x] [~dana] [^f.txt] !a.png! {{x}} {* x*} || | \\\\ \\ \\* (/) :) h1. bq. ---- -- --- - * # + > ; : = ! & &amp; &#42; &eacute; &lt;'.split(
    ' ',
  ),
  ..."<b> </b> <script>alert(1)</script> <!-- --> ]]> <![CDATA[ <br> <a@b.example> <nowiki> </nowiki> <ref> <pre> <code> </code> <user> == === [[x]] [[x|y]] ]] [[ {{x}} }} {{ {| |} |- ! !! '' ''' ~~~~ __TOC__ #REDIRECT".split(
    ' ',
  ),
  ...'%% ** // __ ((x)) ~~NOTOC~~ ^ ++++ ::: <WRAP> <todo> </file> 1. 2) ` `x` ``` ~~~ ~~x~~ **x** __x__ ![x](y) [x](y) [x]: [ ] [x] $ {color:red} {color} {status:title=x} javascript:x data:x / ( ) { } [ ] " \''.split(
    ' ',
  ),
];

const urls = [
  'https://a.example/x',
  'http://wiki.example:8080/p(1)_a~b?q=1&lt=2&c=*_*#s',
  'mailto:desk@acme.example',
  'https://b.example/%7Bcode%7D/--/__x__/**',
];

export class RandomBlocks {
  readonly #next: () => number;

  constructor(seed: number) {
    this.#next = createRandom(seed);
  }

  below(limit: number): number {
    return Math.floor(this.#next() * limit);
  }

  pick<Value>(values: readonly Value[]): Value {
    const value = values[this.below(values.length)];
    if (value === undefined) throw new RangeError('nothing to pick from');
    return value;
  }

  /** Words of all kinds, some of them without a space between. */
  text(most = 7): string {
    let text = '';
    for (let left = 1 + this.below(most); left > 0; left -= 1) {
      const word = this.pick(this.#next() < 0.5 ? plainWords : markupWords);
      text += this.#next() < 0.2 ? word : ` ${word}`;
    }
    return text.replace(/\s+/g, ' ').trim();
  }

  linked(most = 7): { text: string; links?: TextLink[] } {
    const text = this.text(most);
    if (this.#next() < 0.6) return { text };
    const start = this.below(text.length);
    const end = start + 1 + this.below(text.length - start);
    const cut = text.slice(start, end);
    const halves =
      /^[\udc00-\udfff\u200d]|[\ud800-\udbff\u200d]$/.test(cut) || /^[\udc00-\udfff]/.test(text.slice(end));
    return halves || cut.trim() !== cut ? { text } : { text, links: [{ start, end, url: this.pick(urls) }] };
  }

  block(): Block {
    switch (this.below(6)) {
      case 0:
        return { kind: 'heading', level: 1 + this.below(6), ...this.linked(4) };
      case 1:
        return this.list();
      case 2:
        return this.table();
      case 3:
        return { kind: 'code', text: this.code(), language: this.pick([null, 'bash', 'c++', 'powershell']) };
      case 4:
        return { kind: 'note', label: this.label(), ...this.linked() };
      default:
        return { kind: 'paragraph', ...this.linked() };
    }
  }

  list(): Block {
    const ordered = this.#next() < 0.5;
    let path = [ordered];
    const items = Array.from({ length: 1 + this.below(6) }, (_, index) => {
      const depth = index === 0 ? 0 : this.below(Math.min(path.length + 1, 4));
      const own = depth === 0 ? ordered : this.#next() < 0.5;
      path = [...path.slice(0, depth), own];
      return { depth, ...(own === ordered ? {} : { ordered: own }), ...this.linked(5) };
    });
    return { kind: 'list', ordered, items };
  }

  table(): Block {
    const columns = 2 + this.below(3);
    const cells = Array.from({ length: 2 + this.below(3) }, (_, row) =>
      Array.from({ length: columns }, (__, cell) =>
        cell > 0 && this.#next() < 0.2 ? { text: '' } : { row, ...this.linked(4) },
      ),
    );
    const links = cells.flatMap((row, at) =>
      row.flatMap((content, cell) =>
        'links' in content ? (content.links ?? []).map((link) => ({ row: at, cell, ...link })) : [],
      ),
    );
    const rows = cells.map((row) => row.map(({ text }) => text));
    return { kind: 'table', header: this.#next() < 0.6, rows, ...(links.length > 0 ? { links } : {}) };
  }

  code(): string {
    const lines = Array.from(
      { length: 1 + this.below(4) },
      (_, index) => `${index > 0 ? '  ' : ''}${this.text(4)}`,
    );
    return lines.join(this.pick(['\n', '\n\n']));
  }

  label(): string {
    return this.#next() < 0.5
      ? this.pick(['note', 'info', 'tip', 'warning', 'quote', 'expand'])
      : `Mind ${this.text(3)}`;
  }

  /** Any characters at all, markup among them. */
  noise(length: number): string {
    let text = '';
    while (text.length < length) {
      const choice = this.#next();
      if (choice < 0.4) text += this.pick(markupWords);
      else if (choice < 0.6) text += this.pick(['\n', '\n\n', ' ', '  ', '\t', '\r\n']);
      else if (choice < 0.9) text += this.pick(plainWords);
      else text += String.fromCharCode(this.below(0x10000));
    }
    return text;
  }
}
