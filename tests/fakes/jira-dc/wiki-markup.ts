import { escapeHtml } from '../markdown';

/** Jira's wiki markup as the product renders it: `renderedFields`, and the pages. */
export function renderWikiMarkup(markup: string): string {
  const lines = markup.replaceAll('\r\n', '\n').split('\n');
  const out: string[] = [];
  for (let at = 0; at < lines.length;) {
    const block = blockAt(lines, at);
    out.push(block.html);
    at = block.next;
  }
  return out.filter((html) => html !== '').join('\n\n');
}

interface Block {
  html: string;
  next: number;
}

function blockAt(lines: readonly string[], at: number): Block {
  const line = lines[at] ?? '';
  if (line.trim() === '') return { html: '', next: at + 1 };
  const fenced = fencedAt(lines, at);
  if (fenced) return fenced;
  const heading = /^\s*h([1-6])\.\s+(.*)$/.exec(line);
  if (heading) return { html: renderHeading(heading[1] ?? '1', heading[2] ?? ''), next: at + 1 };
  const quote = /^bq\.\s+(.*)$/.exec(line);
  if (quote) return { html: `<blockquote><p>${inline(quote[1] ?? '')}</p></blockquote>`, next: at + 1 };
  if (/^-{4,}\s*$/.test(line)) return { html: '<hr />', next: at + 1 };
  if (/^\s*[*#-]+\s/.test(line)) return run(lines, at, (text) => /^\s*[*#-]+\s/.test(text), renderList);
  if (/^\s*\|/.test(line)) return run(lines, at, (text) => /^\s*\|/.test(text), renderTable);
  return run(lines, at, (text, index) => index === at || !startsBlock(text), renderParagraph);
}

/** Consecutive lines of one sort, rendered together. */
function run(
  lines: readonly string[],
  start: number,
  belongs: (line: string, index: number) => boolean,
  render: (lines: readonly string[]) => string,
): Block {
  let end = start;
  while (end < lines.length && belongs(lines[end] ?? '', end)) end += 1;
  return { html: render(lines.slice(start, end)), next: end };
}

function startsBlock(line: string): boolean {
  return (
    line.trim() === '' ||
    /^\s*(?:h[1-6]\.\s|bq\.\s|[*#-]+\s|\||-{4,}\s*$|\{(?:code|noformat|quote|panel))/.test(line)
  );
}

/** `{code}`, `{noformat}`, `{quote}` and `{panel}` with what stands between their two marks. */
function fencedAt(lines: readonly string[], at: number): Block | null {
  const open = /^\s*\{(code|noformat|quote|panel)(?::([^}]*))?\}(.*)$/.exec(lines[at] ?? '');
  if (!open) return null;
  const [, name = '', options = '', rest = ''] = open;
  const close = `{${name}}`;
  const inner: string[] = [];
  let next = at;
  for (let text = rest; ; text = lines[next] ?? '') {
    const end = text.indexOf(close);
    if (end >= 0) inner.push(text.slice(0, end));
    else inner.push(text);
    next += 1;
    if (end >= 0 || next >= lines.length) break;
  }
  return { html: renderFenced(name, options, inner.join('\n').replace(/^\n|\n$/g, '')), next };
}

function renderFenced(name: string, options: string, inner: string): string {
  switch (name) {
    case 'code': {
      const language = options.split('|')[0]?.replace(/^language=/, '') || 'java';
      return `<div class="code panel" style="border-width: 1px;"><div class="codeContent panelContent">\n<pre class="code-${escapeHtml(language)}">${escapeHtml(inner)}</pre>\n</div></div>`;
    }
    case 'noformat':
      return `<div class="preformatted panel" style="border-width: 1px;"><div class="preformattedContent panelContent">\n<pre>${escapeHtml(inner)}</pre>\n</div></div>`;
    case 'panel': {
      const title = /title=([^|]*)/.exec(options)?.[1];
      const header = title ? `<div class="panelHeader"><b>${inline(title)}</b></div>` : '';
      return `<div class="panel">${header}<div class="panelContent">\n${renderWikiMarkup(inner)}\n</div></div>`;
    }
    default:
      return `<blockquote>${renderWikiMarkup(inner)}</blockquote>`;
  }
}

function renderHeading(level: string, text: string): string {
  return `<h${level}><a name="${escapeHtml(text.replace(/[^\p{L}\p{N}]/gu, ''))}"></a>${inline(text)}</h${level}>`;
}

function renderParagraph(lines: readonly string[]): string {
  return `<p>${lines.map((line) => inline(line.trim())).join('<br/>\n')}</p>`;
}

function renderTable(lines: readonly string[]): string {
  const rows = lines.map((line) => {
    const isHead = line.trim().startsWith('||');
    const cells = line
      .trim()
      .replace(/^\|\|?|\|\|?$/g, '')
      .split(isHead ? '||' : '|');
    const tag = isHead ? 'th' : 'td';
    return `<tr>\n${cells.map((cell) => `<${tag} class='confluence${isHead ? 'Th' : 'Td'}'>${inline(cell.trim())}</${tag}>`).join('\n')}\n</tr>`;
  });
  return `<div class='table-wrap'>\n<table class='confluenceTable'><tbody>\n${rows.join('\n')}\n</tbody></table>\n</div>`;
}

/** Nested by the number of marks: `*`, `**`, `#*`. */
function renderList(lines: readonly string[]): string {
  let html = '';
  let open: string[] = [];
  for (const line of lines) {
    const [, marks = '*', text = ''] = /^\s*([*#-]+)\s+(.*)$/.exec(line) ?? [];
    const wanted = [...marks].map((mark) => (mark === '#' ? 'ol' : 'ul'));
    let same = 0;
    while (same < open.length && same < wanted.length && open[same] === wanted[same]) same += 1;
    for (const tag of open.slice(same).reverse()) html += `</li>\n</${tag}>`;
    if (same === wanted.length) html += '</li>';
    for (const tag of wanted.slice(same)) html += `\n<${tag}>`;
    html += `\n\t<li>${inline(text)}`;
    open = wanted;
  }
  for (const tag of open.reverse()) html += `</li>\n</${tag}>`;
  return html.trim();
}

/** One line's markup. What is in `{{…}}` is taken out first, so that nothing in it is read as markup. */
function inline(text: string): string {
  const kept: string[] = [];
  const keep = (html: string) => `\uE000${kept.push(html) - 1}\uE000`;
  const html = escapeHtml(
    text
      .replace(/\{\{(.+?)\}\}/g, (_, inner: string) => keep(`<tt>${escapeHtml(inner)}</tt>`))
      .replace(/\\\\(?=\s|$)/g, () => keep('<br class="atl-forced-newline" />'))
      .replace(/\\([*_{}[\]|!^~+-])/g, (_, character: string) => keep(character))
      .replace(/\[~([\w.]+)\]/g, (_, name: string) =>
        keep(`<a href="/secure/ViewProfile.jspa?name=${name}" class="user-hover" rel="${name}">${name}</a>`),
      )
      .replace(/\[([^|\]\n]+)\|((?:https?:|mailto:|\/)[^\]\s]+)\]/g, (_, label: string, url: string) =>
        keep(link(url, label)),
      )
      .replace(/\[((?:https?:|mailto:)[^\]\s]+)\]/g, (_, url: string) => keep(link(url, url)))
      .replace(/\bhttps?:\/\/[^\s<>|\]]+[^\s<>|\].,;:!?)]/g, (url) => keep(link(url, url)))
      .replace(/!([\w .-]+\.(?:png|jpe?g|gif))(?:\|[^!]*)?!/g, (_, name: string) =>
        keep(
          `<span class="image-wrap"><img src="/secure/attachment/0/${encodeURIComponent(name)}" /></span>`,
        ),
      )
      .replace(/\{color:[^}]*\}|\{color\}/g, ''),
  );
  return html
    .replace(/(^|[\s(])\*(\S(?:.*?\S)?)\*(?=$|[\s).,;:!?])/g, '$1<b>$2</b>')
    .replace(/(^|[\s(])_(\S(?:.*?\S)?)_(?=$|[\s).,;:!?])/g, '$1<em>$2</em>')
    .replace(/(^|[\s(])-(\S(?:.*?\S)?)-(?=$|[\s).,;:!?])/g, '$1<del>$2</del>')
    .replace(/\uE000(\d+)\uE000/g, (_, index: string) => kept[Number(index)] ?? '');
}

function link(url: string, label: string): string {
  return `<a href="${escapeHtml(url)}" class="external-link" target="_blank" rel="nofollow noopener">${escapeHtml(label)}</a>`;
}
