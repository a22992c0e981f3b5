import { Marked, type Token, type Tokens } from 'marked';
import type { Article } from '../company';

/** Where a link between articles leads: a page of the same wiki, or an address elsewhere. */
export type LinkTarget = { page: string } | { url: string };
export type LinkFor = (slug: string) => LinkTarget;

/** An article's Markdown as a wiki author would have typed it. */
export function toWikitext(article: Pick<Article, 'body'>, linkFor: LinkFor): string {
  const blocks = new Marked({ gfm: true }).lexer(article.body).map((token) => block(token, linkFor));
  return blocks.filter((text) => text !== '').join('\n\n');
}

function block(token: Token, linkFor: LinkFor): string {
  switch (token.type) {
    case 'heading': {
      const { depth, tokens } = token as Tokens.Heading;
      const mark = '='.repeat(Math.max(2, depth));
      return `${mark} ${inline(tokens, linkFor)} ${mark}`;
    }
    case 'code':
      return `<pre>${escapeCode((token as Tokens.Code).text)}</pre>`;
    case 'list':
      return list(token as Tokens.List, '', linkFor);
    case 'table':
      return table(token as Tokens.Table, linkFor);
    case 'blockquote':
      return quote(token as Tokens.Blockquote, linkFor);
    case 'hr':
      return '----';
    case 'space':
    case 'html':
    case 'def':
      return '';
    default:
      return lineSafe(inline(tokensOf(token), linkFor));
  }
}

function list({ ordered, items }: Tokens.List, marks: string, linkFor: LinkFor): string {
  const own = marks + (ordered ? '#' : '*');
  return items
    .map((item) => {
      const parts = item.tokens.filter(({ type }) => type !== 'list' && type !== 'space');
      const nested = item.tokens.filter(({ type }) => type === 'list');
      // A line break would end the item, so its paragraphs and code go on one line; <pre> keeps its own breaks.
      const text = parts.map((part) =>
        part.type === 'code' ? block(part, linkFor) : inline(tokensOf(part), linkFor),
      );
      const below = nested.map((child) => list(child as Tokens.List, own, linkFor));
      return [`${own} ${text.join('<br />')}`, ...below].join('\n');
    })
    .join('\n');
}

function table({ header, rows }: Tokens.Table, linkFor: LinkFor): string {
  const cells = (row: readonly Tokens.TableCell[]) => row.map((cell) => inline(cell.tokens, linkFor));
  const body = rows.map((row) => `|-\n| ${cells(row).join(' || ')}`);
  return ['{| class="wikitable"', `! ${cells(header).join(' !! ')}`, ...body, '|}'].join('\n');
}

/** A call-out keeps its bold lead word, in the box that the skin has for messages. */
function quote({ tokens }: Tokens.Blockquote, linkFor: LinkFor): string {
  const lead = tokensOf(tokens[0])[0];
  const inner = tokens.map((token) => block(token, linkFor)).filter((text) => text !== '');
  if (lead?.type !== 'strong') return `<blockquote>\n${inner.join('\n\n')}\n</blockquote>`;
  const kind = /^(?:warning|achtung|warnung|attention|important)/i.test(lead.text) ? 'warning' : 'notice';
  return `<div class="mw-message-box mw-message-box-${kind}">\n${inner.join('\n\n')}\n</div>`;
}

function inline(tokens: readonly Token[], linkFor: LinkFor): string {
  return tokens.map((token) => inlineOne(token, linkFor)).join('');
}

function inlineOne(token: Token, linkFor: LinkFor): string {
  switch (token.type) {
    case 'strong':
      return `'''${inline(tokensOf(token), linkFor)}'''`;
    case 'em':
      return `''${inline(tokensOf(token), linkFor)}''`;
    case 'del':
      return `<s>${inline(tokensOf(token), linkFor)}</s>`;
    case 'codespan':
      return `<code>${escapeMarkup((token as Tokens.Codespan).text)}</code>`;
    case 'br':
      return '<br />';
    case 'link':
      return link(token as Tokens.Link, linkFor);
    case 'text':
      return 'tokens' in token && token.tokens
        ? inline(token.tokens, linkFor)
        : escapeMarkup(token.text as string);
    case 'escape':
      return escapeMarkup(token.text as string);
    default:
      return escapeMarkup(token.raw);
  }
}

function link({ href, tokens }: Tokens.Link, linkFor: LinkFor): string {
  const text = inline(tokens, linkFor);
  if (!href.startsWith('acme:')) return text === href ? href : `[${href} ${text}]`;
  const [slug = '', fragment] = href.slice('acme:'.length).split('#');
  const target = linkFor(slug);
  if ('url' in target) return `[${target.url} ${text}]`;
  const page = target.page + (fragment ? `#${fragment}` : '');
  return page === text ? `[[${page}]]` : `[[${page}|${text}]]`;
}

/** What would be read as markup goes into `<nowiki>`, which the search index passes over. */
function escapeMarkup(text: string): string {
  const escaped = text.replaceAll('\n', ' ').replace(/&(?=#?\w+;)/g, '&amp;');
  if (!/[<>[\]{}|]|''|~~~|__|\bhttps?:\/\/|\b(?:RFC|ISBN|PMID) /.test(escaped)) return escaped;
  return `<nowiki>${escaped.replaceAll('<', '&lt;').replaceAll('>', '&gt;')}</nowiki>`;
}

function escapeCode(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** A paragraph that opens with a mark of lists, indents or headings would become one. */
function lineSafe(text: string): string {
  return /^[*#:;= ]/.test(text) ? `<nowiki/>${text}` : text;
}

function tokensOf(token: Token | undefined): readonly Token[] {
  if (!token) return [];
  return 'tokens' in token && token.tokens ? token.tokens : [token];
}
