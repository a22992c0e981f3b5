import { escapeHtml } from '../markdown';
import { readablePages, type DokuCall, type DokuInstance } from './instance';
import { shownTime, wikiPage } from './layout';
import { searchNames, searchText, type DokuHit } from './search';

/** The search page: names first, then texts with their dates; all of them, since the product knows no pages of hits. */
export function searchPage(wiki: DokuInstance, call: DokuCall, id: string): Response {
  const query = call.url.searchParams.get('q') ?? '';
  const pages = readablePages(wiki, call.person);
  const named = searchNames(query, pages);
  const quick =
    named.length === 0
      ? ''
      : `<div class="search_quickresult"><h2>Matching pagenames:</h2><ul class="search_quickhits">${named.map((page) => `<li>${link(page.id, quickName(page.id))}</li>`).join('')}</ul> <div class="clearer"></div></div>`;
  const intro =
    '\n<h1 class="sectionedit1" id="search">Search</h1>\n<div class="level1">\n\n<p>\nYou can find the results of your search below. \n</p>\n\n</div>\n';
  const form = `<form method="get" action="/doku.php?id=${id}&amp;do=search" accept-charset="utf-8" class="doku_form search-results-form"><input type="hidden" name="do" value="search" /><input type="hidden" name="id" value="${id}" /><input type="hidden" name="sf" value="1" /><fieldset class="search-form"><input name="q" type="text" value="${escapeHtml(query)}" /><button value="1" type="submit">Search</button></fieldset></form>`;
  return wikiPage(wiki, call, {
    id,
    action: 'search',
    browserTitle: 'Search',
    content: intro + form + quick + textResults(searchText(query, pages)),
  });
}

function textResults(hits: readonly DokuHit[]): string {
  if (hits.length === 0) return '<div class="nothing">Nothing was found.</div>';
  const rows = hits.map(({ page, count }) => {
    const seconds = page.revisions.at(-1)?.seconds ?? 0;
    const stamp = new Date(seconds * 1000).toISOString().replace('.000Z', '+00:00');
    const counted = count === 0 ? '' : `<span class="hits">${count} Hits</span>, `;
    return `<div class="search_fullpage_result"><dt>${link(page.id, page.id.split(':').at(-1) ?? '')}</dt><dd class="meta">${counted}<span class="lastmod">Last modified:</span> <time datetime="${stamp}" title="${shownTime(seconds)}">some time ago</time></dd></div>`;
  });
  return `<div class="search_fulltextresult"><h2>Fulltext results:</h2><dl class="search_results">${rows.join('')}</dl></div>`;
}

function link(id: string, name: string): string {
  return `<a href="/doku.php?id=${id}" class="wikilink1" title="${id}" data-wiki-id="${id}">${name}</a>`;
}

function quickName(id: string): string {
  const parts = id.split(':');
  const name = parts.pop() ?? '';
  return parts.length === 0 ? name : `${name} (${parts.join(':')})`;
}
