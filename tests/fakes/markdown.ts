import { Marked, type Token, type Tokens } from 'marked';
import { acmeHosts } from './acme-hosts';
import { oncePer, type Article } from './company';

export interface HtmlOptions {
  /** Turns the slug of an `acme:slug` link into the address the vendor's editor would have stored. */
  linkFor(slug: string): string;
  /** How the vendor holds a call-out; `inner` is HTML without the "Note:" lead. */
  callout?(kind: CalloutKind, inner: string): string;
  /** How the vendor holds a code block; `text` is not escaped. */
  code?(text: string, language: string | null): string;
}
export type CalloutKind = 'note' | 'warning' | 'info' | 'tip';

const calloutLead =
  /^(note|warning|info|tip|important|hinweis|achtung|warnung|remarque|attention|conseil)\s*:?$/i;
const calloutKinds: Record<string, CalloutKind> = {
  warning: 'warning',
  important: 'warning',
  achtung: 'warning',
  warnung: 'warning',
  attention: 'warning',
  info: 'info',
  tip: 'tip',
  conseil: 'tip',
};

/** An article's body as HTML, with the vendor's own shapes for links, call-outs and code. */
export function toHtml(article: Pick<Article, 'body'>, options: HtmlOptions): string {
  const marked = new Marked({ gfm: true });
  marked.use({
    renderer: {
      link({ href, tokens }) {
        const target = href.startsWith('acme:') ? linkTo(href, options) : href;
        return `<a href="${escapeHtml(target)}">${this.parser.parseInline(tokens)}</a>`;
      },
      code({ text, lang }) {
        const language = lang?.split(/\s/)[0] || null;
        return options.code?.(text, language) ?? plainCode(text, language);
      },
      blockquote({ tokens }) {
        const kind = calloutOf(tokens);
        if (!kind) return `<blockquote>\n${this.parser.parse(tokens)}</blockquote>\n`;
        const inner = this.parser.parse(withoutLead(tokens));
        return (options.callout ?? plainCallout)(kind, inner);
      },
    },
  });
  return marked.parse(article.body, { async: false });
}

/** An article's words, one line a block: what a search index holds. */
export function toPlainText(article: Pick<Article, 'body'>): string {
  return new Marked({ gfm: true })
    .lexer(article.body)
    .map(plain)
    .filter((line) => line !== '')
    .join('\n');
}

/** Where people read the article in its home system. */
export function homeUrl(article: Pick<Article, 'home' | 'id'>): string {
  switch (article.home) {
    case 'servicenow':
      return `https://${acmeHosts.servicenow}/kb_view.do?sysparm_article=${article.id}`;
    case 'confluence':
      return `https://${acmeHosts['confluence-dc']}/pages/viewpage.action?pageId=${article.id}`;
    case 'mediawiki':
      return `https://${acmeHosts.mediawiki}/wiki/${encodeURIComponent(article.id.replaceAll(' ', '_'))}`;
    case 'sharepoint':
      return `https://${acmeHosts.sharepoint}${article.id}`;
    case 'dokuwiki':
      return `https://${acmeHosts.dokuwiki}/doku.php?id=${article.id}`;
    case 'rt':
      return `https://${acmeHosts['request-tracker']}/Articles/Article/Display.html?id=${article.id}`;
    case 'intranet':
      return `https://${acmeHosts.generic}${article.id}`;
  }
}

/** `linkFor` of a whole company: the article's home URL, or an Acme address that leads nowhere for an unknown slug. */
export const companyLinks = oncePer((articles: readonly Article[]) => {
  const bySlug = new Map(articles.map((article) => [article.slug, article]));
  return (slug: string): string => {
    const article = bySlug.get(slug);
    return article ? homeUrl(article) : `https://portal.acme.example/missing/${slug}`;
  };
});

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

function linkTo(href: string, options: HtmlOptions): string {
  const [slug = '', fragment] = href.slice('acme:'.length).split('#');
  return options.linkFor(slug) + (fragment ? `#${fragment}` : '');
}

function plainCode(text: string, language: string | null): string {
  const named = language ? ` class="language-${escapeHtml(language)}"` : '';
  return `<pre><code${named}>${escapeHtml(text)}\n</code></pre>\n`;
}

function plainCallout(kind: CalloutKind, inner: string): string {
  return `<div class="panel panel-${kind}">\n${inner}</div>\n`;
}

/** A call-out is a quote that opens with a bold lead word: `> **Warning:** …`. */
function calloutOf(tokens: readonly Token[]): CalloutKind | null {
  const lead = leadOf(tokens);
  if (lead?.type !== 'strong') return null;
  const word = calloutLead.exec(lead.text.trim())?.[1]?.toLowerCase();
  return word ? (calloutKinds[word] ?? 'note') : null;
}

function leadOf(tokens: readonly Token[]): Tokens.Strong | undefined {
  const first = tokens[0];
  const lead = first?.type === 'paragraph' ? first.tokens?.[0] : undefined;
  return lead?.type === 'strong' ? (lead as Tokens.Strong) : undefined;
}

function withoutLead(tokens: readonly Token[]): Token[] {
  const [first, ...rest] = tokens;
  if (first?.type !== 'paragraph') return [...tokens];
  const inline = (first.tokens ?? []).slice(1);
  const next = inline[0];
  if (next && isText(next)) inline[0] = { ...next, raw: next.raw.trimStart(), text: next.text.trimStart() };
  return [{ ...first, tokens: inline }, ...rest];
}

function isText(token: Token): token is Tokens.Text {
  return token.type === 'text';
}

function plain(token: Token): string {
  switch (token.type) {
    case 'space':
    case 'hr':
    case 'html':
      return '';
    case 'code':
      return (token as Tokens.Code).text;
    case 'list':
      return (token as Tokens.List).items.map((item) => item.tokens.map(plain).join(' ')).join('\n');
    case 'table': {
      const table = token as Tokens.Table;
      const row = (cells: Tokens.TableCell[]) => cells.map((cell) => inlineText(cell.tokens)).join(' | ');
      return [row(table.header), ...table.rows.map(row)].join('\n');
    }
    case 'blockquote':
      return (token.tokens ?? []).map(plain).join('\n');
    default:
      return inlineOf(token);
  }
}

function inlineText(tokens: readonly Token[]): string {
  return tokens.map(inlineOf).join('');
}

/** Nested tokens (bold, links) carry the same words without their marks. */
function inlineOf(token: Token): string {
  if ('tokens' in token && token.tokens) return inlineText(token.tokens);
  if (token.type === 'br') return '\n';
  return 'text' in token && typeof token.text === 'string' ? token.text : '';
}
