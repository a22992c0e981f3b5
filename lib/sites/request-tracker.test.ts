import { describe, expect, it } from 'vitest';
import { pageFrom, swap, type PageOptions } from '../../tests/fixtures/sites/page-from';
import { pageReadingSchema } from '../core/page';
import { exampleHosts, site } from './request-tracker';

const HOME = 'https://rt.acme.test';
const TICKET = `${HOME}/Ticket/Display.html?id=1047`;

async function read(file: string, url: string, options?: PageOptions) {
  const page = pageFrom(`request-tracker/${file}.html`, url, options);
  const match = site.match(page.url, exampleHosts);
  if (!match) throw new Error(`not an address of Request Tracker: ${url}`);
  const reading = await site.read(page, match, AbortSignal.timeout(10_000));
  return reading && pageReadingSchema.parse(reading);
}

describe('a ticket', () => {
  it('is read from what is displayed, never from the hidden forms beside it', async () => {
    expect(await read('ticket', TICKET)).toMatchObject({
      match: { ref: { kind: 'ticket', id: '1047', idType: 'id', within: null }, customerView: false },
      title: 'Badge reader at the loading dock stays red',
      language: 'en',
      pageUser: 'dana.reyes',
      ticket: {
        key: '1047',
        title: 'Badge reader at the loading dock stays red',
        status: 'resolved',
        resolved: true,
        priority: 'High',
        assignmentGroup: 'Facilities',
        assignee: 'tom.ashworth (Tom Ashworth)',
        requester: 'Ella Brooks <ella.brooks@acme.example>',
        created: null,
      },
    });
  });

  it('has its request and its messages, all of them internal: the page does not tell a reply from a comment', async () => {
    const ticket = (await read('ticket', TICKET))?.ticket;
    expect(ticket?.description).toMatch(
      /^The badge reader at the Leeds loading dock[^]*Ella Brooks, warehouse$/,
    );
    expect(ticket?.comments.map(({ text }) => text.slice(0, 14))).toEqual([
      'Third time thi',
      'Hello Ella, pl',
      'No, it is red ',
      'The door contr',
    ]);
    expect(new Set(ticket?.comments.map(({ visibility }) => visibility))).toEqual(new Set(['internal']));
  });

  it('is there before its history is: the rest comes with a later look', async () => {
    const early = await read('ticket-before-history', TICKET);
    expect(early?.ticket).toMatchObject({ key: '1047', description: '', comments: [], status: 'resolved' });
    expect(early?.fingerprint).not.toBe((await read('ticket', TICKET))?.fingerprint);
  });

  it('that was merged into another is that other one', async () => {
    const reading = await read('merged-ticket', `${HOME}/Ticket/Display.html?id=1051`);
    expect(reading?.match.ref?.id).toBe('1048');
    expect(reading?.ticket).toMatchObject({ key: '1048', status: 'open', resolved: false, assignee: null });
  });

  it('is not the one before, where a page is put together by script', async () => {
    const url = `${HOME}/Ticket/Display.html?id=7`;
    const boosted = { edit: swap('<body class=', '<body hx-boost="true" class=') };
    expect(await read('ticket', url, boosted)).toBeNull();
    expect((await read('ticket', TICKET, boosted))?.match.ref?.id).toBe('1047');
    const merged = await read('merged-ticket', `${HOME}/Ticket/Display.html?id=1051`, boosted);
    expect(merged?.match.ref?.id).toBe('1048');
  });

  it('on a customer’s page shows what the customer sees, in public', async () => {
    const reading = await read('self-service-ticket', `${HOME}/SelfService/Display.html?id=1047`);
    expect(reading).toMatchObject({
      match: { customerView: true, ref: { id: '1047' } },
      pageUser: 'ella.brooks',
    });
    expect(reading?.ticket?.comments.map(({ author, visibility }) => [author, visibility])).toEqual([
      ['tom.ashworth (Tom Ashworth)', 'public'],
      ['Ella Brooks <ella.brooks@acme.example>', 'public'],
      ['tom.ashworth (Tom Ashworth)', 'public'],
    ]);
  });

  it('is read on the pages for telephones', async () => {
    const reading = await read('mobile-ticket', `${HOME}/m/ticket/show?id=1047`);
    expect(reading?.ticket).toMatchObject({ key: '1047', status: 'resolved', assignmentGroup: 'Facilities' });
  });

  it.each([
    ['in another language', swap('>#1047: Badge', '>Verlauf von Ticket #1047: Badge')],
    ['with a number of something else in its subject', swap('<h1>#1047: Badge', '<h1>#1047: #99: Badge')],
  ])('is known by the number in its heading, %s', async (_, edit) => {
    expect((await read('ticket', TICKET, { edit }))?.match.ref?.id).toBe('1047');
  });

  it('quotes nothing that a message answers', async () => {
    const edit = swap(
      '<div class="message-stanza">The badge reader',
      '<div class="message-stanza"><div class="message-stanza open">old words</div>The badge reader',
    );
    const ticket = (await read('ticket', TICKET, { edit }))?.ticket;
    expect(ticket?.description).not.toContain('old words');
    expect(ticket?.description).toContain('The badge reader');
  });
});

describe('an article', () => {
  const ARTICLE = `${HOME}/Articles/Article/Display.html?id=1`;

  it('is its texts, without fields that hold nothing', async () => {
    const reading = await read('article', ARTICLE);
    expect(reading).toMatchObject({
      match: { ref: { kind: 'article', id: '1', idType: 'id' } },
      title: 'Badge reader stays red',
      ticket: null,
    });
    expect(reading?.blocks.map(({ kind }) => kind)).toEqual([
      'paragraph',
      'heading',
      'list',
      'paragraph',
      'heading',
      'table',
      'paragraph',
    ]);
    expect(JSON.stringify(reading?.blocks)).not.toContain('no value');
  });

  it('is the same on a customer’s page, which does not name its number', async () => {
    const reading = await read('self-service-article', `${HOME}/SelfService/Article/Display.html?id=1`);
    expect(reading).toMatchObject({ title: 'Badge reader stays red', match: { customerView: true } });
    expect(reading?.blocks).toEqual((await read('article', ARTICLE))?.blocks);
  });

  it('is not the one of another number', async () => {
    expect(await read('article', `${HOME}/Articles/Article/Display.html?id=2`)).toBeNull();
  });
});

describe('nothing is read', () => {
  it.each<[string, string, string, PageOptions?]>([
    ['from an error, which answers 200 to customers', 'error', TICKET],
    ['from an error of an article', 'error', `${HOME}/Articles/Article/Display.html?id=1`],
    ['from a warning of a forged request', 'forgery-warning', `${TICKET}&ShowHeaders=1`],
    ['from a sign-in page', 'login', TICKET],
    ['from an article under a ticket’s address', 'article', TICKET],
    ['from a ticket under an article’s address', 'ticket', `${HOME}/Articles/Article/Display.html?id=1047`],
    ['from another product', 'ticket', TICKET, { edit: swap('id="comp-Ticket-Display"', 'id="page"') }],
    ['from a frame', 'ticket', TICKET, { isTop: false }],
    ['from an editor', 'ticket', `${HOME}/Ticket/Update.html?Action=Respond;id=1047`],
  ])('%s', async (_, file, url, options) => {
    expect(await read(file, url, options)).toBeNull();
  });
});
