import { describe, expect, it } from 'vitest';
import { pageFrom, swap, type PageOptions } from '../../tests/fixtures/sites/page-from';
import { pageReadingSchema } from '../core/page';
import { exampleHosts, site } from './jira-service-management';

const HOME = 'https://acme.atlassian.net';
const QUEUE = `${HOME}/jira/servicedesk/projects/HELP/queues/custom/5`;
const PORTAL = `${HOME}/servicedesk/customer/portal/3`;

async function read(file: string, url: string, options?: PageOptions) {
  const page = pageFrom(file, url, options);
  const match = site.match(page.url, exampleHosts);
  if (!match) throw new Error(`not a service desk's address: ${url}`);
  const reading = await site.read(page, match, AbortSignal.timeout(10_000));
  return reading && pageReadingSchema.parse(reading);
}

describe('an agent', () => {
  it.each([`${QUEUE}/HELP-9`, `${HOME}/jira/servicedesk/projects/HELP/queues/issue/HELP-9`])(
    'sees the issue at %s, with the notes that customers do not see',
    async (url) => {
      expect(await read('jira-service-management/queue-issue.html', url)).toMatchObject({
        match: { site: 'jira-service-management', customerView: false },
        pageUser: '712020:aa-mweber',
        ticket: {
          key: 'HELP-9',
          title: 'Badge reader stays red',
          description: 'Door 4, since this morning.',
          status: 'Waiting for customer',
          resolved: false,
          comments: [
            { visibility: 'internal', text: 'The controller of door 4 is out of warranty.' },
            { visibility: 'public', text: 'Please use door 3 until noon. This is no internal note.' },
          ],
        },
      });
    },
  );

  it('sees no issue in a queue', async () => {
    expect(await read('jira-service-management/queue-issue.html', QUEUE)).toBeNull();
  });
});

describe('a customer', () => {
  it('sees a request by heading and key', async () => {
    expect(await read('jira-service-management/portal-request.html', `${PORTAL}/HELP-9`)).toMatchObject({
      match: { customerView: true, ref: { id: 'HELP-9' } },
      pageUser: 'qm:aa-ade',
      ticket: { key: 'HELP-9', title: 'Badge reader stays red', comments: [] },
    });
  });

  it('sees an article of the knowledge base', async () => {
    expect(
      await read('jira-service-management/portal-article.html', `${PORTAL}/article/12345`),
    ).toMatchObject({
      match: { customerView: true, ref: { kind: 'article', id: '12345', idType: 'page-id' } },
      title: 'Badge readers',
      ticket: null,
      blocks: [{ kind: 'heading' }, { kind: 'paragraph', text: 'Hold the badge for two seconds.' }],
    });
  });

  it.concurrent.each<[string, string, string, PageOptions?]>([
    ['another request’s page', 'jira-service-management/portal-request.html', `${PORTAL}/HELP-90`],
    ['a sign-in', 'jira-cloud/login.html', `${PORTAL}/HELP-9`],
    ['a form', 'jira-service-management/portal-request.html', `${PORTAL}/create/27`],
    [
      'a page of no known product',
      'jira-service-management/portal-request.html',
      `${PORTAL}/HELP-9`,
      { edit: (html) => swap(' id="customer-portal-app"', '')(html.replace(/<meta name="ajs[^>]*>/g, '')) },
    ],
  ])('sees nothing on %s', { timeout: 10_000 }, async (_, file, url, options) => {
    expect(await read(file, url, options)).toBeNull();
  });
});
