import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Window } from 'happy-dom';
import { Marked } from 'marked';
import { describe, expect, test } from 'vitest';
import { blocksToText } from '../core/rich-text';
import { htmlToBlocks } from '../platform/html-to-blocks';
import { pageText } from './generic-text';

// One window for all: each costs megabytes.
const window = new Window({ settings: { disableJavaScriptEvaluation: true } });
const parse = (html: string) =>
  new window.DOMParser().parseFromString(html, 'text/html') as unknown as Document;
const read = (html: string) => pageText(parse(html), () => parse(html));

const menu = Array.from(
  { length: 25 },
  (_, at) => `<li><a href="/s/${at}">Menuword section ${at}</a></li>`,
).join('');
const cards = Array.from(
  { length: 5 },
  (_, at) =>
    `<div><h3><a href="/r/${at}">Cardword ${at}</a></h3><p>Cardword that says something else, number ${at}.</p></div>`,
).join('');
/** The same text in pages of different ages. Each word that ends in "word" stands around the text. */
const layouts: Record<string, (title: string, body: string) => string> = {
  'with landmarks': (title, body) =>
    `<!doctype html><html lang="en"><head><title>${title} | Acme</title></head><body class="has-sidebar"><div id="cookie-banner"><p>Cookieword: we use cookies.</p></div><header><a href="/">Logoword</a><nav><ul>${menu}</ul></nav></header><main><nav class="breadcrumb"><a href="/">Crumbword</a></nav><article><h1>${title}</h1>${body}</article><aside class="related-articles"><h2>Relatedword</h2>${cards}</aside></main><footer>Footerword</footer></body></html>`,
  'of divisions': (title, body) =>
    `<!doctype html><html><head><title>${title} - Acme</title></head><body><div id="header"><div class="logo">Logoword</div><ul class="nav-menu">${menu}</ul></div><div id="wrap"><div class="left"><ul>${menu}</ul></div><div class="right"><h1>${title}</h1><div class="txt">${body}</div></div></div><div class="related-posts">${cards}</div><div id="footer">Footerword</div></body></html>`,
  'of tables': (title, body) =>
    `<html><head><title>${title}</title></head><body><table width="100%"><tr><td colspan="2">Logoword</td></tr><tr><td width="150"><ul>${menu}</ul></td><td><h2>${title}</h2>${body}</td></tr><tr><td colspan="2">Footerword</td></tr></table></body></html>`,
  'inside one form': (title, body) =>
    `<html><head><title>${title}</title></head><body><form action="x"><input type="hidden" name="__VIEWSTATE"><div id="topnav"><ul>${menu}</ul></div><div id="box"><h1>${title}</h1>${body}</div><div id="footer">Footerword</div></form></body></html>`,
};
const around = /(?:Menu|Card|Cookie|Logo|Crumb|Related|Footer)word/;

const body = `<p>${'Each of us may lend a laptop for two weeks, and longer with a reason. '.repeat(3)}</p>
<h2>How</h2><ol><li>Ask at the desk.</li><li>Sign the list.</li></ol>
<table><tr><th>Site</th><th>Room</th></tr><tr><td>Leeds</td><td>1.04</td></tr></table>
<pre><code>Get-Loan -Days 14</code></pre>`;

describe('a page', () => {
  test.each(Object.keys(layouts))(
    '%s keeps its headings, steps, tables and code, and nothing around them',
    (name) => {
      const { title, blocks, noArticle } = read(layouts[name]?.('Lending laptops', body) ?? '');
      expect([title, noArticle]).toEqual(['Lending laptops', null]);
      expect(blocks.map(({ kind }) => kind)).toEqual(['paragraph', 'heading', 'list', 'table', 'code']);
      expect(blocksToText(blocks)).not.toMatch(around);
    },
  );

  test('of one short sentence is kept', () => {
    const short = '<p>The guest password changes on the first of each month.</p>';
    const { blocks } = read(layouts['with landmarks']?.('Guests', short) ?? '');
    expect(blocksToText(blocks)).toBe('The guest password changes on the first of each month.');
  });

  test('whose main part holds little of its text is read where the text is', () => {
    const html = `<title>Rules</title><main><p>Welcome.</p></main><div class="story"><h1>Rules</h1>${'<p>A rule for all of us, at every site, on every day of the year.</p>'.repeat(8)}</div>`;
    expect(blocksToText(read(html).blocks)).toContain('A rule for all of us');
  });

  test('rich in links beside teasers is not taken for its teasers', () => {
    const links = Array.from(
      { length: 12 },
      (_, at) => `<li><a href="/t/${at}">Tool number ${at} and what it is for</a>: ask the team.</li>`,
    ).join('');
    const { blocks } = read(
      layouts['with landmarks']?.(
        'Tools',
        `<p>What we work with, by team and by need.</p><ul>${links}</ul>`,
      ) ?? '',
    );
    expect(blocksToText(blocks)).toContain('Tool number 11');
    expect(blocksToText(blocks)).not.toMatch(around);
  });
});

const handbook = join(import.meta.dirname, '../../../shared/data/kb/tts-handbook/pages');
const there = existsSync(handbook);
if (!there) console.info('shared/data/kb is not there: the main text of real pages is not measured');

/** Share of the words of `all` that `kept` holds too, each as often. */
function share(all: string, kept: string): number {
  const wordsOf = (text: string) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const left = new Map<string, number>();
  for (const word of wordsOf(kept)) left.set(word, (left.get(word) ?? 0) + 1);
  const words = wordsOf(all);
  const found = words.filter((word) => {
    const count = left.get(word) ?? 0;
    left.set(word, count - 1);
    return count > 0;
  });
  return words.length === 0 ? 1 : found.length / words.length;
}

describe.skipIf(!there)('real handbook pages, wrapped', () => {
  const pages = (there ? readdirSync(handbook, { recursive: true, encoding: 'utf8' }) : [])
    .filter((name) => name.endsWith('.md'))
    .sort()
    .filter((_, at) => at % 8 === 0)
    .map((name) => {
      const source = readFileSync(join(handbook, name), 'utf8');
      const text = source.replace(/^---\n[\s\S]*?\n---\n/, '').replace(/\{[{%][\s\S]*?[%}]\}/g, '');
      return new Marked({ gfm: true }).parse(text, { async: false });
    })
    .filter((html) => blocksToText(htmlToBlocks(parse(html))).length > 300);

  test.each(Object.keys(layouts))(
    '%s: 98 of 100 words are kept, and chrome leaks into fewer than one page in ten',
    (name) => {
      const results = pages.map((html) => {
        const got = blocksToText(read(layouts[name]?.('A page of the handbook', html) ?? '').blocks);
        return { kept: share(blocksToText(htmlToBlocks(parse(html))), got), leaks: around.test(got) };
      });
      expect(results.length).toBeGreaterThan(20);
      expect(results.reduce((sum, { kept }) => sum + kept, 0) / results.length).toBeGreaterThan(0.98);
      expect(results.filter(({ leaks }) => leaks).length / results.length).toBeLessThan(0.1);
    },
    60_000,
  );
});
