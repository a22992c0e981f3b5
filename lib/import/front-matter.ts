/** What stands in `---` above a Markdown file: Jekyll, Hugo, Docusaurus, MkDocs. */
export interface FrontMatter {
  /** Lower-case names; a list's entries in order, one for what is no list. */
  readonly fields: ReadonlyMap<string, readonly string[]>;
  readonly body: string;
}

const LONGEST = 20_000;

/**
 * Front matter as far as it is flat: names with a value or a list. Nested values, anchors and tags of YAML are left
 * out; nobody writes a title or a date with them.
 */
export function readFrontMatter(text: string): FrontMatter {
  const end = text.startsWith('---\n') ? text.slice(0, LONGEST).search(/\n(?:---|\.\.\.)[ \t]*(?:\n|$)/) : -1;
  if (end === -1) return { fields: new Map(), body: text };
  const fields = new Map<string, string[]>();
  let open: string[] | null = null;
  for (const line of text.slice(4, end + 1).split('\n')) {
    const [, name, value = ''] = /^([\w-]{1,60})[ \t]*:(?:[ \t]+(.*))?$/.exec(line) ?? [];
    const item = /^[ \t]*-[ \t]+(.+)$/.exec(line)?.[1];
    if (name !== undefined) {
      open = valuesOf(value.trim());
      fields.set(name.toLowerCase(), open);
    } else if (item !== undefined) open?.push(unquote(item.trim()));
  }
  const after = text.indexOf('\n', end + 1);
  return { fields, body: after === -1 ? '' : text.slice(after + 1) };
}

function valuesOf(value: string): string[] {
  const list = /^\[(.*)\]$/.exec(value)?.[1];
  if (list !== undefined)
    return list
      .split(',')
      .map((entry) => unquote(entry.trim()))
      .filter(Boolean);
  // `|` and `>` announce lines that follow.
  return value === '' || /^[|>][+-]?$/.test(value) ? [] : [unquote(value)];
}

function unquote(value: string): string {
  const [, , inside] = /^(["'])(.*)\1$/.exec(value) ?? [];
  return inside ?? value.replace(/[ \t]#.*$/, '').trim();
}
