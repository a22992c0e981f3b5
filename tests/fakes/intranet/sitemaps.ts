import type { Article } from '../company';
import { escapeHtml } from '../markdown';
import type { IntranetInstance } from './instance';

const schema = 'http://www.sitemaps.org/schemas/sitemap/0.9';

/** Who asks needs no session: it says where things are, not what they hold. */
export function robotsText({ baseUrl, settings }: IntranetInstance): Response {
  const sitemaps = settings.hasSitemap
    ? `Sitemap: https://cdn.acme.example/sitemap.xml\nSitemap: ${baseUrl}/sitemap.xml\n`
    : '';
  return new Response(`User-agent: *\nDisallow: /search\nDisallow: /people/\n${sitemaps}`, {
    headers: { 'content-type': 'text/plain; charset=utf-8' },
  });
}

/** An index of two, and one of pictures; null for any other path. */
export function sitemapAnswer(intranet: IntranetInstance, path: string): Response | null {
  if (!intranet.settings.hasSitemap) return null;
  if (path === '/sitemap.xml') return xml(index(intranet));
  if (path === '/sitemap-news.xml') return xml(pages(intranet, newsOf(intranet.articles)));
  if (path === '/sitemap-company.xml') return xml(pages(intranet, companyOf(intranet.articles)));
  if (path === '/sitemap-images.xml') return xml(pages(intranet, []));
  return null;
}

function index({ baseUrl, articles }: IntranetInstance): string {
  const line = (name: string, lastmod: string) =>
    `<sitemap><loc>${baseUrl}/${name}</loc><lastmod>${lastmod}</lastmod></sitemap>`;
  const latest = (some: readonly Article[]) =>
    some
      .map(({ updated }) => updated)
      .sort()
      .at(-1) ?? '2026-01-01';
  return `<sitemapindex xmlns="${schema}">
${line('sitemap-images.xml', '2026-11-22')}
${line('sitemap-company.xml', latest(companyOf(articles)))}
${line('sitemap-news.xml', latest(newsOf(articles)))}
</sitemapindex>`;
}

function pages({ baseUrl }: IntranetInstance, articles: readonly Article[]): string {
  const entry = ({ id, updated }: Article) => `<url>
  <loc>${escapeHtml(baseUrl + encodeURI(id))}</loc>
  <lastmod>${updated}</lastmod>
  <image:image><image:loc>${baseUrl}/media${escapeHtml(encodeURI(id))}.jpg</image:loc></image:image>
</url>`;
  return `<urlset xmlns="${schema}" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc>${baseUrl}/</loc></url>
${articles.map(entry).join('\n')}
<url><loc>${baseUrl}/files/site-plan.pdf</loc></url>
<url><loc>https://partner.example/policies/parking-permits</loc></url>
</urlset>`;
}

function newsOf(articles: readonly Article[]): Article[] {
  return articles.filter(({ id }) => id.startsWith('/news/'));
}
function companyOf(articles: readonly Article[]): Article[] {
  return articles.filter(({ id }) => !id.startsWith('/news/'));
}

function xml(body: string): Response {
  return new Response(`<?xml version="1.0" encoding="UTF-8"?>\n${body}\n`, {
    headers: { 'content-type': 'application/xml; charset=utf-8' },
  });
}
