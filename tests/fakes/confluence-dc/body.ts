import { escapeHtml, homeUrl, toHtml, toPlainText, type CalloutKind } from '../markdown';
import { webPath, type ConfluencePage, type ConfluenceStore } from './records';

/** What a body needs to know of the page it is of. */
export interface BodyContext {
  readonly store: ConfluenceStore;
  readonly contextPath: string;
  readonly title: string;
  /** Where a page is read; in Data Center's own way unless told. */
  readonly webPath?: (page: ConfluencePage) => string;
}

/** Sections that people fold away: their text is in the page all the same. */
const foldedSections = /^(?:Terms|Background|History|Appendix|Fachbegriffe)$/i;
const tocFrom = 9;

/** A body as Confluence renders it: macros, wrapped tables, headings with ids. */
export function viewBody(markdown: string, context: BodyContext): string {
  const html = toHtml(
    { body: markdown },
    { linkFor: (slug) => linkFor(slug, context), code: codePanel, callout: informationMacro },
  );
  const headings: { level: string; id: string; text: string }[] = [];
  const shaped = html
    .replace(/<h([2-6])>([\s\S]*?)<\/h\1>/g, (_, level: string, inner: string) => {
      const text = inner.replace(/<[^>]*>/g, '');
      const id = `${squeezed(escapeHtml(context.title))}-${squeezed(text)}`;
      headings.push({ level, id, text });
      return `<h${level} id="${id}">${inner}</h${level}>`;
    })
    .replace(/<table>[\s\S]*?<\/table>/g, wrappedTable)
    .replace(/<a href="(https?:[^"]*)">/g, '<a href="$1" class="external-link" rel="nofollow">');
  const top = headings.filter(({ level }) => level === '2');
  return (top.length >= tocFrom ? tableOfContents(top) : '') + folded(shaped);
}

/** A body as Confluence stores it: XHTML with its own elements for macros and links. */
export function storageBody(markdown: string, context: BodyContext): string {
  const html = toHtml(
    { body: markdown },
    {
      linkFor: (slug) => `acme:${slug}`,
      code: (text, language) =>
        macro(
          'code',
          language ? { language } : {},
          `<ac:plain-text-body><![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]></ac:plain-text-body>`,
        ),
      callout: (kind, inner) => macro(kind, {}, `<ac:rich-text-body>${inner.trim()}</ac:rich-text-body>`),
    },
  );
  return html
    .replace(
      /<a href="acme:([^"#]*)(#[^"]*)?">([\s\S]*?)<\/a>/g,
      (_, slug: string, _fragment: string, inner: string) => storageLink(slug, inner, context),
    )
    .replace(/<(br|hr)>/g, '<$1 />')
    .replace(/<\/?thead>\n?/g, '')
    .replace(/<\/?tbody>\n?/g, '')
    .replace(/<table>/g, '<table class="wrapped"><tbody>')
    .replace(/<\/table>/g, '</tbody></table>')
    .trim();
}

/** The words that the search index holds of a body: kept, since every search asks for all of them. */
export function plainBody(markdown: string): string {
  const known = plainBodies.get(markdown);
  if (known !== undefined) return known;
  const plain = toPlainText({ body: markdown });
  plainBodies.set(markdown, plain);
  return plain;
}
const plainBodies = new Map<string, string>();

function linkFor(slug: string, { store, contextPath, webPath: pathOf = webPath }: BodyContext): string {
  const article = store.company.articles.find((candidate) => candidate.slug === slug);
  if (!article) return `https://portal.acme.example/missing/${slug}`;
  const page = pageFor(slug, store);
  return page ? contextPath + pathOf(page) : homeUrl(article);
}

function pageFor(slug: string, store: ConfluenceStore): ConfluencePage | undefined {
  const article = store.company.articles.find(
    (candidate) => candidate.slug === slug && candidate.home === 'confluence',
  );
  return article && store.pages.find(({ id }) => id === article.id);
}

function storageLink(slug: string, inner: string, context: BodyContext): string {
  const page = pageFor(slug, context.store);
  if (!page) return `<a href="${escapeHtml(linkFor(slug, context))}">${inner}</a>`;
  const title = escapeHtml(page.versions.at(-1)?.title ?? '');
  return `<ac:link><ri:page ri:space-key="${page.space.key}" ri:content-title="${title}" /><ac:link-body>${inner}</ac:link-body></ac:link>`;
}

function macro(name: string, parameters: Record<string, string>, body: string): string {
  const given = Object.entries(parameters).map(
    ([key, value]) => `<ac:parameter ac:name="${key}">${escapeHtml(value)}</ac:parameter>`,
  );
  return `<ac:structured-macro ac:name="${name}" ac:schema-version="1" ac:macro-id="5b1c0f9e-7a34-4f6c-9d55-0c6f4c1f2a10">${given.join('')}${body}</ac:structured-macro>\n`;
}

function codePanel(text: string, language: string | null): string {
  const brush = language ?? 'text';
  return `<div class="code panel pdl conf-macro output-block" style="border-width: 1px;" data-hasbody="true" data-macro-name="code"><div class="codeContent panelContent pdl">
<pre class="syntaxhighlighter-pre" data-syntaxhighlighter-params="brush: ${escapeHtml(brush)}; gutter: false; theme: Confluence" data-theme="Confluence">${escapeHtml(text)}</pre>
</div></div>
`;
}

function informationMacro(kind: CalloutKind, inner: string): string {
  const suffix = kind === 'info' ? 'information' : kind;
  return `<div class="confluence-information-macro confluence-information-macro-${suffix} conf-macro output-block" data-hasbody="true" data-macro-name="${kind}"><span class="aui-icon aui-icon-small confluence-information-macro-icon"></span><div class="confluence-information-macro-body">${inner}</div></div>
`;
}

/** Cells carry classes, and head rows stand in the body. */
function wrappedTable(table: string): string {
  const inner = table
    .replace(/<\/?(?:table|thead|tbody)>\n?/g, '')
    .replace(/<th\b/g, '<th class="confluenceTh"')
    .replace(/<td\b/g, '<td class="confluenceTd"');
  const columns = (/<tr>[\s\S]*?<\/tr>/.exec(inner)?.[0].match(/<t[hd]/g) ?? []).map(() => '<col/>').join('');
  return `<div class="table-wrap"><table class="wrapped confluenceTable"><colgroup>${columns}</colgroup><tbody>\n${inner}</tbody></table></div>`;
}

function tableOfContents(headings: readonly { id: string; text: string }[]): string {
  const items = headings.map(({ id, text }) => `<li><a href="#${id}">${text}</a></li>`);
  return `<div class="toc-macro rbtoc1700000000001 conf-macro output-block" data-hasbody="false" data-macro-name="toc"><ul class="toc-indentation">\n${items.join('\n')}\n</ul></div>\n`;
}

/** Puts what stands under a folded heading into an expand macro, up to the next heading of its level. */
function folded(html: string): string {
  const parts = html.split(/(?=<h2 )/);
  return parts
    .map((part, index) => {
      const [, head = '', text = '', rest = ''] = /^(<h2 [^>]*>([\s\S]*?)<\/h2>)([\s\S]*)$/.exec(part) ?? [];
      if (!foldedSections.test(text)) return part;
      return `${head}\n<div id="expander-${index}" class="expand-container conf-macro output-block" data-hasbody="true" data-macro-name="expand"><div id="expander-control-${index}" class="expand-control"><span class="expand-control-icon">▸</span><span class="expand-control-text">Click here to expand...</span></div><div id="expander-content-${index}" class="expand-content expand-hidden">${rest.trim()}</div></div>\n`;
    })
    .join('');
}

function squeezed(text: string): string {
  return text.replace(/&#?\w+;|[\s"'<>]/g, '');
}
