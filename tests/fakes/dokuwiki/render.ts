import { escapeHtml } from '../markdown';

export interface DokuHeading {
  readonly level: number;
  readonly text: string;
  readonly anchor: string;
}
export interface RenderedPage {
  readonly html: string;
  readonly headings: readonly DokuHeading[];
}

/**
 * The markup that Acme's authors use, as DokuWiki's XHTML renderer writes it: headings with their sections, lists, tables,
 * code, quotes, and the marks inside lines.
 */
export function renderMarkup(markup: string): RenderedPage {
  const lines = markup.split('\n');
  const headings: DokuHeading[] = [];
  const html: string[] = [];
  let sections = 0;
  let isOpen = false;
  const close = () => {
    if (isOpen) html.push('</div>\n');
    isOpen = false;
  };
  for (let at = 0; at < lines.length;) {
    const line = lines[at] ?? '';
    const heading = /^(={2,6})\s*(.+?)\s*={2,}$/.exec(line);
    if (heading) {
      close();
      sections += 1;
      const level = 7 - (heading[1] ?? '').length;
      const text = heading[2] ?? '';
      const anchor = anchorOf(text);
      headings.push({ level, text, anchor });
      html.push(
        `\n<h${level} class="sectionedit${sections}" id="${anchor}">${escapeHtml(text)}</h${level}>\n<div class="level${level}">\n`,
      );
      isOpen = true;
      at += 1;
      continue;
    }
    const taken = blockAt(lines, at);
    if (taken.html.startsWith('<div class="table')) {
      sections += 1;
      html.push(taken.html.replace('sectionedit', `sectionedit${sections}`));
    } else html.push(taken.html);
    at = taken.next;
  }
  close();
  return { html: html.join(''), headings };
}

interface Taken {
  readonly html: string;
  readonly next: number;
}

function blockAt(lines: readonly string[], at: number): Taken {
  const line = lines[at] ?? '';
  if (line.trim() === '') return { html: '', next: at + 1 };
  if (line.startsWith('<code')) return code(lines, at);
  const isSort = { list: /^(?: {2})+[*-]/, table: /^[\^|]/, quote: /^>/ };
  const until = (sort: RegExp) => {
    let end = at;
    while (end < lines.length && sort.test(lines[end] ?? '')) end += 1;
    return end;
  };
  if (isSort.list.test(line)) {
    const end = until(isSort.list);
    return { html: list(lines.slice(at, end)), next: end };
  }
  if (isSort.table.test(line)) {
    const end = until(isSort.table);
    return { html: table(lines.slice(at, end)), next: end };
  }
  if (isSort.quote.test(line)) {
    const end = until(isSort.quote);
    const text = lines.slice(at, end).map((each) => ` ${inline(each.replace(/^>\s*/, ''))}`);
    return { html: `<blockquote><div class="no">\n${text.join('<br/>\n')}</div></blockquote>\n`, next: end };
  }
  let end = at;
  const ends = [/^\s*$/, /^==/, /^<code/, ...Object.values(isSort)];
  while (end < lines.length && !ends.some((mark) => mark.test(lines[end] ?? ''))) end += 1;
  return { html: `\n<p>\n${inline(lines.slice(at, end).join('\n'))}\n</p>\n`, next: end };
}

function code(lines: readonly string[], at: number): Taken {
  const language = /^<code\s*([\w-]*)>/.exec(lines[at] ?? '')?.[1] ?? '';
  const end = lines.indexOf('</code>', at);
  const text = lines.slice(at + 1, end).join('\n');
  return {
    html: `<pre class="code${language ? ` ${language}` : ''}">${escapeHtml(text)}</pre>\n`,
    next: end + 1,
  };
}

function list(lines: readonly string[]): string {
  const items = lines.map((line) => {
    const [, indent = '', mark, text = ''] = /^( +)([*-])\s*(.*)$/.exec(line) ?? [];
    return { depth: indent.length / 2, tag: mark === '-' ? 'ol' : 'ul', text };
  });
  const render = (from: number, depth: number): { html: string; next: number } => {
    const tag = items[from]?.tag ?? 'ul';
    let html = `<${tag}>\n`;
    let at = from;
    while (at < items.length && (items[at]?.depth ?? 0) >= depth) {
      const below = (items[at + 1]?.depth ?? 0) > depth;
      html += `<li class="level${depth}${below ? ' node' : ''}"><div class="li"> ${inline(items[at]?.text ?? '')}</div>\n`;
      at += 1;
      if (below) {
        const nested = render(at, depth + 1);
        html += nested.html;
        at = nested.next;
      }
      html += '</li>\n';
    }
    return { html: `${html}</${tag}>\n`, next: at };
  };
  return render(0, 1).html;
}

function table(lines: readonly string[]): string {
  const rows = lines.map((line, row) => {
    const tag = line.startsWith('^') ? 'th' : 'td';
    const cells = line.split(/[\^|]/).slice(1, -1);
    const html = cells.map(
      (cell, column) => `<${tag} class="col${column}"> ${inline(cell.trim())} </${tag}>`,
    );
    const inner = `\t<tr class="row${row}">\n\t\t${html.join('')}\n\t</tr>\n`;
    return tag === 'th' && row === 0 ? `\t<thead>\n${inner}\t</thead>\n` : inner;
  });
  return `<div class="table sectionedit"><table class="inline">\n${rows.join('')}</table></div>\n`;
}

function inline(text: string): string {
  const marks = /''%%(.*?)%%''|\*\*(.+?)\*\*|(?<!:)\/\/(.+?)(?<!:)\/\/|\[\[([^|\]]+)\|([^\]]+)\]\]/gs;
  let html = '';
  let last = 0;
  for (const found of text.matchAll(marks)) {
    const [whole, mono, bold, italic, target, label] = found;
    html += plain(text.slice(last, found.index));
    if (mono !== undefined) html += `<code>${escapeHtml(mono)}</code>`;
    else if (bold !== undefined) html += `<strong>${inline(bold)}</strong>`;
    else if (italic !== undefined) html += `<em>${inline(italic)}</em>`;
    else html += link(target ?? '', label ?? '');
    last = found.index + whole.length;
  }
  return html + plain(text.slice(last));
}

function link(target: string, label: string): string {
  if (/^https?:/.test(target)) {
    return `<a href="${escapeHtml(target)}" class="urlextern" title="${escapeHtml(target)}" rel="ugc nofollow">${inline(label)}</a>`;
  }
  return `<a href="/doku.php?id=${target}" class="wikilink1" title="${target}" data-wiki-id="${target}">${inline(label)}</a>`;
}

/** Double quotes are curled, as the wiki does unless told otherwise. */
function plain(text: string): string {
  return escapeHtml(text.replace(/(^|[\s(])"/g, '$1“').replace(/"/g, '”')).replaceAll('&#39;', "'");
}

/** A heading's id: an id with underscores between its words. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/[^\p{L}\p{N}.-]+/gu, '_')
    .replace(/^[\d_.-]+|[_.-]+$/g, '');
}
