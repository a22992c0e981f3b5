import { Marked, type Token, type Tokens } from 'marked';

/** Where a link between articles leads: an id of the same wiki, or an address elsewhere. */
export type LinkFor = (slug: string) => string;

/** An article's Markdown as an author of a DokuWiki would have typed it, under its title. */
export function toDokuwikiMarkup(title: string, markdown: string, linkFor: LinkFor): string {
  const blocks = new Marked({ gfm: true }).lexer(markdown).map((token) => block(token, linkFor));
  return `${[`====== ${title} ======`, ...blocks.filter((text) => text !== '')].join('\n\n')}\n`;
}

function block(token: Token, linkFor: LinkFor): string {
  switch (token.type) {
    case 'heading': {
      const { depth, tokens } = token as Tokens.Heading;
      const mark = '='.repeat(7 - Math.max(2, depth));
      return `${mark} ${inline(tokens, linkFor)} ${mark}`;
    }
    case 'code': {
      const { text, lang } = token as Tokens.Code;
      return `<code${lang ? ` ${lang}` : ''}>\n${text}\n</code>`;
    }
    case 'list':
      return list(token as Tokens.List, 1, linkFor);
    case 'table':
      return table(token as Tokens.Table, linkFor);
    case 'blockquote':
      return (token as Tokens.Blockquote).tokens
        .map((inner) => `> ${inline(tokensOf(inner), linkFor)}`)
        .join('\n');
    case 'space':
    case 'html':
      return '';
    default:
      return inline(tokensOf(token), linkFor);
  }
}

function list({ ordered, items }: Tokens.List, depth: number, linkFor: LinkFor): string {
  const mark = `${'  '.repeat(depth)}${ordered ? '-' : '*'} `;
  return items
    .map((item) => {
      const text = item.tokens
        .filter(({ type }) => type !== 'list' && type !== 'space')
        .map((part) => inline(tokensOf(part), linkFor));
      const nested = item.tokens.filter(({ type }) => type === 'list');
      const below = nested.map((child) => list(child as Tokens.List, depth + 1, linkFor));
      return [mark + text.join(' '), ...below].join('\n');
    })
    .join('\n');
}

function table({ header, rows }: Tokens.Table, linkFor: LinkFor): string {
  const row = (mark: string, cells: readonly Tokens.TableCell[]) =>
    `${cells.map((cell) => `${mark} ${inline(cell.tokens, linkFor)} `).join('')}${mark}`;
  return [row('^', header), ...rows.map((cells) => row('|', cells))].join('\n');
}

function inline(tokens: readonly Token[], linkFor: LinkFor): string {
  return tokens.map((token) => inlineOne(token, linkFor)).join('');
}

function inlineOne(token: Token, linkFor: LinkFor): string {
  switch (token.type) {
    case 'strong':
      return `**${inline(tokensOf(token), linkFor)}**`;
    case 'em':
      return `//${inline(tokensOf(token), linkFor)}//`;
    case 'codespan':
      return `''%%${(token as Tokens.Codespan).text}%%''`;
    case 'link': {
      const { href, tokens } = token as Tokens.Link;
      const target = href.startsWith('acme:') ? linkFor(href.slice('acme:'.length)) : href;
      return `[[${target}|${inline(tokens, linkFor)}]]`;
    }
    case 'text':
      return 'tokens' in token && token.tokens
        ? inline(token.tokens, linkFor)
        : (token as Tokens.Text).text.replaceAll('\n', ' ');
    default:
      return 'text' in token && typeof token.text === 'string' ? token.text : token.raw;
  }
}

function tokensOf(token: Token): readonly Token[] {
  return 'tokens' in token && token.tokens ? token.tokens : [token];
}
