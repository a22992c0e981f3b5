// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { pageReadingSchema, type SiteMatch } from '../core/page';
import { lineAt, pageReading, timeAt } from './page-reading';

const match: SiteMatch = {
  site: 'wiki',
  kind: 'article',
  origin: 'https://wiki.acme.test',
  basePath: '',
  ref: { kind: 'article', id: '7', idType: 'page-id', within: null },
  rule: 'page',
  wrapper: false,
  customerView: false,
};

function readingIn(language: string, title = 'T', pageUser: string | null = null) {
  const html = `<html lang="${language}"><body></body></html>`;
  const page = {
    url: new URL('https://wiki.acme.test/7'),
    document: new DOMParser().parseFromString(html, 'text/html'),
  };
  return pageReading(page, match, { title, pageUser, ticket: null, blocks: [] });
}

describe('pageReading', () => {
  it.each([
    ['de', 'de'],
    ['pt_BR', 'pt-BR'],
    ['zh-Hant-TW', 'zh-Hant-TW'],
    ['', null],
    ['"><script>', null],
    ['x'.repeat(60), null],
  ])('language "%s" is %s', (written, language) => {
    expect(readingIn(written).language).toBe(language);
  });

  it('stays within its schema, however long title and user are', () => {
    const reading = readingIn('en', '😀'.repeat(2_000), 'u'.repeat(999));
    expect(pageReadingSchema.parse(reading)).toEqual(reading);
  });
});

describe('timeAt', () => {
  it.each([
    ['2026-06-03T08:17:05+0200', '2026-06-03T06:17:05.000Z'],
    ['2026-06-03T08:17:05+02:00', '2026-06-03T06:17:05.000Z'],
    ['2026-06-03T08:17:05Z', '2026-06-03T08:17:05.000Z'],
    ['2026-06-03T08:17:05', null],
    ['yesterday', null],
    ['', null],
  ])('%s is %s', (stamp, time) => {
    document.body.innerHTML = `<time datetime="${stamp}">then</time>`;
    expect(timeAt(document, ['time'])).toBe(time);
  });
});

describe('lineAt', () => {
  it('is one line of what is seen, without the names of pictures', () => {
    document.body.innerHTML =
      '<p id="a"><img alt="avatar">Ann<br>Smith <span hidden>x</span></p><p id="b"> </p>';
    expect(lineAt(document, ['#none', '#a'])).toBe('Ann Smith');
    expect(lineAt(document, ['#b'])).toBeNull();
  });
});
