import { describe, expect, it } from 'vitest';
import { parseSitemap } from '../../lib/connectors/sitemap';
import { MOST_SCOPES } from '../../lib/connectors/connector';
import { generic } from '../../lib/connectors/generic';
import { rankSitemaps } from '../../lib/connectors/generic-ranking';
import { isoDate } from '../../lib/connectors/iso-date';
import { jiraServiceManagement } from '../../lib/connectors/jira-service-management';
import { plainTextToBlocks } from '../../lib/connectors/plain-text-to-blocks';
import { isHtml, withoutQuotes } from '../../lib/connectors/request-tracker-text';
import { decodedPath } from '../../lib/connectors/sharepoint-path';
import { dokuwikiFacts } from '../../lib/platform/dokuwiki-page';
import { formats } from '../../lib/platform/formats/index';
import { looksLikeLogin } from '../../lib/platform/looks-like-login';
import { stringInScript } from '../../lib/platform/script-string';
import { createTestIo, sourceOf } from '../connector-io';
import { createFormatTools } from '../format-tools';

/*
 * One answer may be a megabyte of whatever makes an expression look again from every place. What is not in proportion
 * to the length takes minutes, and ends at the limit that every test has.
 */
const MEGABYTE = 1_000_000;

const fill = (piece: string, length = MEGABYTE) => piece.repeat(Math.ceil(length / piece.length));
const io = createTestIo('https://a.test', () => new Response(''));

const readers: [string, () => unknown][] = [
  ...[
    '<input ',
    '<input type=',
    '<form action="',
    "<form action='log",
    '<meta http-equiv="refresh" url=',
    '<meta name="decorator" ',
    `<meta ${'http-equiv=refresh '.repeat(9)}${'url='.repeat(80)}`,
  ].map((piece): [string, () => unknown] => [
    `a sign-in page of ${piece.slice(0, 40)}`,
    () => looksLikeLogin(fill(piece)),
  ]),
  ['a date of T', () => isoDate(`${fill('T')}x`)],
  ['a date of T+00', () => isoDate(`${fill('T+00')}x`)],
  ['a mail of lines that end in colons', () => withoutQuotes(fill('a:\n\n'))],
  ['a mail of colons', () => withoutQuotes(fill(':\n'))],
  ['a text of tags that never end', () => isHtml(fill('<p '))],
  ['an item of spaces and a line separator', () => plainTextToBlocks(`- ${fill(' ')}\u2028x\u2028`)],
  ['a path of slashes', () => decodedPath(new URL(`https://a.test/${fill('/')}x`))],
  ['a sitemap of unclosed addresses', () => parseSitemap(`<urlset>${fill('<url><loc>')}</urlset>`)],
  [
    'an index of long numbers',
    () =>
      rankSitemaps(
        fill('x', 500)
          .split('')
          .map(() => ({ loc: `https://a.test/image${fill('1', 2_000)}`, changed: null })),
        null,
      ),
  ],
  ['a script of keys', () => stringInScript(fill("id:'"), 'id')],
  ['a script of one string', () => stringInScript(`id:"${fill('a')}`, 'id')],
  [
    'a name of white space on a wiki',
    () =>
      dokuwikiFacts(
        io.parseHtml(
          `<meta name="generator" content="DokuWiki"><script>var JSINFO = {"id":"a","ACT":"show"};</script><div class="user">${fill('\u00a0', 200_000)}x</div>`,
        ),
      ),
  ],
];

describe('a megabyte of', () => {
  it.each(readers)('%s is read to its end', (_, read) => {
    expect(read).not.toThrow();
  });

  it.each(['<meta ', '<meta generator ', '<meta application-name '])(
    '%s is told from a product',
    async (piece) => {
      const answer = () => new Response(`<html>${fill(piece)}`, { headers: { 'content-type': 'text/html' } });
      const probed = generic.probe('https://a.test', createTestIo('https://a.test', answer));
      await expect(probed).resolves.toMatchObject({ version: null });
    },
  );
});

describe('hundreds of thousands of', () => {
  const tools = createFormatTools();

  // So many at once are more than a call takes as arguments.
  it.each(formats.map((format) => ({ format })))('lists and paragraphs in $format.id', ({ format }) => {
    for (const piece of ['*\n#\n', '* a\n# a\n', '  * a\n  - a\n', '- a\n1. a\n', 'a\n\n']) {
      expect(format.read(`${fill(piece, 490_000)}{code}x{code}`, tools)).toBeInstanceOf(Array);
    }
  });

  it('rows in one answer', async () => {
    const values = Array.from({ length: 180_000 }, () => ({ id: 1, projectKey: 'A' }));
    const answer = () => Response.json({ values, isLastPage: true });
    const source = sourceOf('jira-service-management', 'https://acme.atlassian.net');
    const scopes = await jiraServiceManagement.listScopes?.(source, createTestIo(source.baseUrl, answer));
    expect(scopes?.length).toBeLessThanOrEqual(MOST_SCOPES);
  });
});

describe('what no longer fits an expression’s limits', () => {
  it.each([
    '<input class="field" id="pw" name="pass" autocomplete="off" type="password">',
    '<form method="post" class="box" action="/auth/realms/acme/login-actions/authenticate?session=1">',
    '<meta http-equiv="refresh" content="0; url=https://idp.test/saml2?SAMLRequest=x">',
    '<meta name="decorator" content="login">',
  ])('%s still is of a sign-in page', (tag) => {
    expect(looksLikeLogin(`<!doctype html><html><head></head><body>${tag}</body></html>`)).toBe(true);
  });
});
