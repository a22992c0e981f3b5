import { escapeHtml, homeUrl, toHtml } from '../../../markdown';
import type { AtlassianCloud } from '../../instance';
import { BASE, webPath } from '../instance';

/** A body as the cloud's renderer draws it: classes of the renderer, panels and code by attributes. */
export function renderedBody(cloud: AtlassianCloud, markdown: string): string {
  const html = toHtml(
    { body: markdown },
    {
      linkFor: (slug) => linkFor(cloud, slug),
      code: codeBlock,
      callout: (kind, inner) =>
        `<div class="ak-editor-panel" data-panel-type="${kind}"><div data-panel-content="true" class="ak-editor-panel__content">${inner}</div></div>\n`,
    },
  );
  return html
    .replace(/<h([2-6])>([\s\S]*?)<\/h\1>/g, (_, level: string, inner: string) => {
      const id = escapeHtml(
        inner
          .replace(/<[^>]*>|&#?\w+;/g, '')
          .trim()
          .replace(/\s+/g, '-'),
      );
      return `<h${level} id="${id}">${inner}<span class="heading-anchor-wrapper"><button type="button" aria-label="Copy link to heading"></button></span></h${level}>`;
    })
    .replace(/<p>/g, '<p data-renderer-start-pos="1">')
    .replace(/<ul>/g, '<ul class="ak-ul">')
    .replace(/<ol(?=[ >])/g, '<ol class="ak-ol"')
    .replace(/<\/?t(?:head|body)>\n?/g, '')
    .replace(
      /<table>([\s\S]*?)<\/table>/g,
      '<div class="pm-table-container" data-layout="default"><div class="pm-table-wrapper"><table data-number-column="false"><tbody>$1</tbody></table></div></div>',
    )
    .replace(/<(th|td)\b([^>]*)>([\s\S]*?)<\/\1>/g, '<$1$2><p>$3</p></$1>');
}

function linkFor(cloud: AtlassianCloud, slug: string): string {
  const article = cloud.company.articles.find((candidate) => candidate.slug === slug);
  if (!article) return `https://portal.acme.example/missing/${slug}`;
  const page = cloud.confluence.pages.find(({ id }) => article.home === 'confluence' && id === article.id);
  return page ? BASE + webPath(page) : homeUrl(article);
}

function codeBlock(text: string, language: string | null): string {
  const name = escapeHtml(language ?? 'text');
  return `<div class="code-block"><pre data-ds--code--code-block=""><code class="language-${name}">${escapeHtml(text)}</code></pre></div>\n`;
}
