import { escapeHtml, toHtml } from '../markdown';
import type { LinkFor } from './wikitext';
import { pagePath } from './store';

export interface RenderOptions {
  linkFor: LinkFor;
  /** Title for the edit links beside headings; null leaves them out. */
  editTitle: string | null;
  toc: boolean;
}

export interface Section {
  level: number;
  line: string;
  anchor: string;
  number: string;
}

/** A page's HTML as the parser of 1.39 writes it, without the wrapper. */
export function renderPage(markdown: string, options: RenderOptions): { html: string; sections: Section[] } {
  const sections: Section[] = [];
  const html = toHtml(
    { body: markdown },
    {
      linkFor: (slug) => {
        const target = options.linkFor(slug);
        return 'page' in target ? pagePath(target.page) : target.url;
      },
      code: (text) => `<pre>${escapeHtml(text)}</pre>\n`,
      callout: (kind, inner) =>
        `<div class="mw-message-box mw-message-box-${kind === 'warning' ? 'warning' : 'notice'}">\n${withLead(kind, inner)}</div>\n`,
    },
  );
  const shaped = html
    .replace(/<h([2-6])>([\s\S]*?)<\/h\1>/g, (_, level: string, inner: string) =>
      heading(Number(level), inner, sections, options),
    )
    .replaceAll('<table>', '<table class="wikitable">')
    .replace(/<\/?(?:thead|tbody)>\n?/g, '')
    .replaceAll('<strong>', '<b>')
    .replaceAll('</strong>', '</b>')
    .replaceAll('<em>', '<i>')
    .replaceAll('</em>', '</i>')
    .replaceAll('</p>', '\n</p>')
    .replace(/<a href="([^"]*)">/g, (_, href: string) => anchor(href));
  return { html: options.toc && sections.length > 3 ? withToc(shaped, sections) : shaped, sections };
}

/** Page titles as the parser writes them into `id`. */
export function anchorOf(line: string): string {
  return line.trim().replaceAll(' ', '_');
}

function withLead(kind: string, inner: string): string {
  const lead = `<b>${kind.charAt(0).toUpperCase()}${kind.slice(1)}:</b> `;
  return inner.replace('<p>', `<p>${lead}`);
}

function heading(level: number, inner: string, sections: Section[], options: RenderOptions): string {
  const line = inner.replace(/<[^>]*>/g, '');
  const text = line.replaceAll('&#39;', "'").replaceAll('&quot;', '"').replaceAll('&amp;', '&');
  const index = sections.length + 1;
  sections.push({ level, line: text, anchor: anchorOf(text), number: numberFor(level, sections) });
  const href =
    options.editTitle === null
      ? null
      : `/index.php?title=${encodeURIComponent(options.editTitle)}&amp;action=edit&amp;section=${index}`;
  const edit =
    href === null
      ? ''
      : `<span class="mw-editsection"><span class="mw-editsection-bracket">[</span><a href="${href}" title="Edit section: ${escapeHtml(text)}">edit</a><span class="mw-editsection-bracket">]</span></span>`;
  return `<h${level}><span class="mw-headline" id="${escapeHtml(anchorOf(text))}">${inner}</span>${edit}</h${level}>`;
}

function numberFor(level: number, before: readonly Section[]): string {
  const last = before.at(-1);
  if (!last) return '1';
  const parts = last.number.split('.').map(Number);
  const depth = Math.max(1, level - 1);
  while (parts.length > depth) parts.pop();
  if (parts.length === depth) parts[depth - 1] = (parts[depth - 1] ?? 0) + 1;
  else parts.push(1);
  return parts.join('.');
}

function anchor(href: string): string {
  if (!href.startsWith('/wiki/')) return `<a rel="nofollow" class="external text" href="${href}">`;
  const title = decodeURIComponent(href.slice('/wiki/'.length).split('#')[0] ?? '').replaceAll('_', ' ');
  return `<a href="${href}" title="${escapeHtml(title)}">`;
}

/** Before the first heading, as the parser puts it. */
function withToc(html: string, sections: readonly Section[]): string {
  const items = sections.map(
    ({ anchor: id, number, line }, index) =>
      `<li class="toclevel-${number.split('.').length} tocsection-${index + 1}"><a href="#${escapeHtml(id)}"><span class="tocnumber">${number}</span> <span class="toctext">${escapeHtml(line)}</span></a></li>`,
  );
  const toc = `<div id="toc" class="toc" role="navigation" aria-labelledby="mw-toc-heading"><input type="checkbox" role="button" id="toctogglecheckbox" class="toctogglecheckbox" style="display:none" /><div class="toctitle" lang="en" dir="ltr"><h2 id="mw-toc-heading">Contents</h2><span class="toctogglespan"><label class="toctogglelabel" for="toctogglecheckbox"></label></span></div>
<ul>
${items.join('\n')}
</ul>
</div>
`;
  const first = html.search(/<h[2-6]>/);
  return first === -1 ? html : `${html.slice(0, first)}${toc}\n${html.slice(first)}`;
}
