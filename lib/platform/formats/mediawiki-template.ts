/** Templates that wikis call their boxes by. */
const BOXES: ReadonlySet<string> = new Set(
  'note notice warning tip info information important caution danger error success hint attention'.split(' '),
);
/** Parameters that say how something looks. */
const LOOKS = /^(?:style|class|width|height|align|color|colour|bgcolor|image|icon|size|id|\d+)$/;
const PAGE_LINK = /\[\[[^[\]]{0,1000}\]\]/g;

/**
 * What a template call shows, as far as one can know without the template: boxes their text, `{{:Page}}` the page's
 * title, others their unnamed parameters, an infobox its facts. Functions and variables show nothing.
 */
export function resolveTemplate(
  call: string,
  { note, before }: { note: (sort: string, body: string) => string; before: string },
): string {
  const guarded = call.replace(PAGE_LINK, (link) => link.replaceAll('|', '\uFDE4'));
  const [first = '', ...parameters] = guarded.split('|').map((part) => part.replaceAll('\uFDE4', '|'));
  const name = first.trim().replaceAll('_', ' ');
  if (name === '!' || name === '=') return name === '!' ? '|' : '=';
  // `{{{parameter|default}}}` of a template's own page.
  if (first.startsWith('{')) return before === '}' ? (parameters[0] ?? '').replace(/\}$/, '') : '';
  const named = new Map<string, string>();
  const unnamed: string[] = [];
  for (const parameter of parameters) {
    const key = /^\s*([\p{L}\p{N} _-]{1,40}?)\s*=/u.exec(parameter);
    if (key) named.set((key[1] ?? '').toLowerCase(), parameter.slice(key[0].length).trim());
    else unnamed.push(parameter.trim());
  }
  const sort = name.toLowerCase();
  if (BOXES.has(sort)) {
    const text = ['1', 'text', 'content', 'body', 'message'].map((key) => named.get(key) ?? '');
    return note(sort === 'information' ? 'info' : sort, [...unnamed, ...text].join('\n\n'));
  }
  if (/^(?:#|[A-Z]+(?::|$)|(?:int|lc|uc|ns|subst|safesubst|msg|raw|urlencode|formatnum|plural):)/.test(name))
    return '';
  if (name.includes(':')) return `[included page: ${name.replace(/^:/, '')}]`;
  if (!call.includes('\n')) return unnamed.join(' ');
  const facts = [...named].filter(([key, value]) => value !== '' && !LOOKS.test(key));
  return `\n${[...unnamed, ...facts.map(([key, value]) => `* ${key}: ${value}`)].join('\n')}\n`;
}
