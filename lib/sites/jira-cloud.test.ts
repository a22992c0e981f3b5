import { describe, expect, it } from 'vitest';
import { pageFrom, swap, type PageOptions } from '../../tests/fixtures/sites/page-from';
import { pageReadingSchema } from '../core/page';
import { exampleHosts, site } from './jira-cloud';

const HOME = 'https://acme.atlassian.net';
const ISSUE = `${HOME}/browse/HELP-12`;
const BOARD = `${HOME}/jira/software/c/projects/HELP/boards/7`;

async function read(file: string, url: string, options?: PageOptions) {
  const page = pageFrom(file, url, options);
  const match = site.match(page.url, exampleHosts);
  if (!match) throw new Error(`not a Jira address: ${url}`);
  const reading = await site.read(page, match, AbortSignal.timeout(10_000));
  return reading && pageReadingSchema.parse(reading);
}

describe('an issue', () => {
  it('is read field by field', async () => {
    expect(await read('jira-cloud/issue.html', ISSUE)).toMatchObject({
      match: { site: 'jira-cloud', kind: 'ticket', ref: { id: 'HELP-12', idType: 'key', within: null } },
      url: ISSUE,
      title: 'VPN drops after the <June> update',
      language: 'en',
      pageUser: '712020:aa-mweber',
      blocks: [],
      ticket: {
        key: 'HELP-12',
        title: 'VPN drops after the <June> update',
        description:
          'Since Tuesday the tunnel closes with error 809.\nSplit tunnel is on.\nConnect\nWait ten minutes\nrasdial Acme',
        comments: [
          {
            author: 'Mara Weber',
            created: '2026-06-03T07:00:00.000Z',
            visibility: 'public',
            text: 'Which network are you on? No internal note says.',
          },
          {
            author: 'Jo Lim',
            created: null,
            visibility: 'internal',
            text: 'Firewall blocks UDP 500 again, see <b>PRB</b>.',
          },
        ],
        status: 'In Progress',
        resolved: false,
        resolution: null,
        priority: 'High',
        category: 'Network',
        assignee: 'Mara Weber',
        requester: 'Ade Okafor',
        created: '2026-06-03T06:17:05.000Z',
        updated: '2026-06-04T08:00:00.000Z',
      },
    });
  });

  it('of 2021, resolved, in another language, without description or assignee', async () => {
    const reading = await read('jira-cloud/issue-2021.html', `${HOME}/browse/HELP-7`);
    expect(reading).toMatchObject({
      pageUser: '',
      ticket: {
        key: 'HELP-7',
        title: 'Absturz beim Start',
        description: '',
        status: 'Geschlossen',
        resolved: true,
        assignee: null,
        comments: [
          { author: 'Mara Weber', visibility: 'internal', text: 'Nur für uns.' },
          { author: 'Jo Lim', visibility: 'public', text: 'Läuft wieder.' },
        ],
      },
    });
  });

  it('beside a board is the one in the panel, not a card', async () => {
    const reading = await read('jira-cloud/board-panel.html', `${BOARD}?selectedIssue=HELP-12`);
    expect(reading?.ticket).toMatchObject({
      title: 'VPN drops',
      description: 'Error 809',
      status: 'Done',
      resolved: true,
      resolution: 'Fixed',
    });
  });

  it('in a modal is the one of the address, whatever issue lies under it', async () => {
    const over = await read('jira-cloud/modal-over-issue.html', `${BOARD}?selectedIssue=HELP-12`);
    expect(over?.ticket).toMatchObject({ title: 'VPN drops', description: 'Error 809' });
    const under = await read('jira-cloud/modal-over-issue.html', `${HOME}/browse/HELP-3`);
    expect(under?.ticket).toMatchObject({ title: 'Printer is offline', description: 'Floor 2' });
  });

  it('keeps the text of a description that is being written', async () => {
    const edit = swap(
      '<div class="ak-renderer-wrapper"><div class="ak-renderer-document">',
      '<div><div class="ProseMirror" contenteditable="true">',
    );
    const reading = await read('jira-cloud/issue.html', ISSUE, { edit });
    expect(reading?.ticket?.description).toContain('error 809');
  });

  it('is named by the tab and a heading where the parts have other names', async () => {
    const edit = (html: string) => html.replaceAll('issue.views.', 'work.parts.');
    const reading = await read('jira-cloud/issue.html', ISSUE, { edit });
    expect(reading).toMatchObject({ title: 'VPN drops after the <June> update', ticket: { key: 'HELP-12' } });
  });

  it('is believed over the tab where they differ', async () => {
    const edit = swap('<title>[HELP-12] VPN', '<title>[HELP-99] Another');
    expect((await read('jira-cloud/issue.html', ISSUE, { edit }))?.title).toBe(
      'VPN drops after the <June> update',
    );
  });

  it('keeps right-to-left text and emoji', async () => {
    const edit = swap('Since Tuesday', 'خطأ في الاتصال ‏809 👩‍💻');
    const reading = await read('jira-cloud/issue.html', ISSUE, { edit });
    expect(reading?.ticket?.description).toContain('خطأ في الاتصال ‏809 👩‍💻');
  });

  it('with two megabytes of description and a thousand comments costs and says no more than its limits', async () => {
    const comment = (n: number) =>
      `<div data-testid="comment-base-item-${n}"><div data-testid="issue-comment-base.ui.comment.ak-comment.${n}-body"><div class="ak-renderer-document"><p>${'x'.repeat(500)}</p></div></div></div>`;
    const list = '<div data-testid="issue.activity.comments-list">';
    const page = pageFrom('jira-cloud/issue.html', ISSUE, {
      edit: (html) =>
        swap(
          'Since Tuesday',
          'long text '.repeat(200_000),
        )(swap(list, list + Array.from({ length: 1_000 }, (_, n) => comment(n)).join(''))(html)),
    });
    const match = site.match(page.url, exampleHosts);
    const reading = match && (await site.read(page, match, AbortSignal.timeout(10_000)));
    expect(reading?.ticket?.description.length).toBeLessThanOrEqual(200_000);
    expect(reading?.ticket?.comments.length).toBe(300);
  });

  it('moves its fingerprint with what it says, and only then', async () => {
    const first = await read('jira-cloud/issue.html', ISSUE);
    const same = await read('jira-cloud/issue.html', ISSUE, {
      edit: (html) => html.replaceAll('_11c8', '_77aa'),
    });
    const other = await read('jira-cloud/issue.html', ISSUE, { edit: swap('error 809', 'error 789') });
    expect(same?.fingerprint).toBe(first?.fingerprint);
    expect(other?.fingerprint).not.toBe(first?.fingerprint);
  });
});

describe('no issue is read', () => {
  it.concurrent.each<[string, string, string, PageOptions?]>([
    ['from a login page under its address', 'jira-cloud/login.html', ISSUE],
    ['from a page that says there is no access', 'jira-cloud/no-access.html', ISSUE],
    ['from the page of another issue', 'jira-cloud/issue.html', `${HOME}/browse/HELP-2`],
    ['from a board without its panel', 'jira-cloud/board-panel.html', `${BOARD}?selectedIssue=HELP-3`],
    [
      'when link and text of the breadcrumb tell different stories',
      'jira-cloud/issue.html',
      ISSUE,
      { edit: swap('target="_self"><span>HELP-12', 'target="_self"><span>HELP-13') },
    ],
    [
      'when the page is not Jira',
      '<title>x</title><main><a data-testid="issue.views.issue-base.foundation.breadcrumbs.current-issue.item" href="/browse/HELP-12">HELP-12</a><h1 data-testid="issue.views.issue-base.foundation.summary.heading">copied</h1></main>',
      ISSUE,
    ],
    ['from an empty page', '<html><body></body></html>', ISSUE],
    ['from a frame', 'jira-cloud/issue.html', ISSUE, { isTop: false }],
    ['from a search', 'jira-cloud/issue.html', `${HOME}/issues/?jql=key%20%3D%20HELP-12`],
  ])('%s', { timeout: 10_000 }, async (_, file, url, options) => {
    expect(await read(file, url, options)).toBeNull();
  });
});

describe('an issue that comes late', () => {
  it('is waited for while the issue before still stands there', async () => {
    const page = pageFrom('jira-cloud/board-panel.html', `${BOARD}?selectedIssue=HELP-3`);
    const match = site.match(page.url, exampleHosts);
    if (!match) throw new Error('not matched');
    const reading = site.read(page, match, AbortSignal.timeout(5_000));
    await new Promise((resolve) => setTimeout(resolve, 60));
    const panel = page.document.querySelector('section');
    if (!panel) throw new Error('no panel');
    panel.innerHTML =
      '<a data-testid="issue.views.issue-base.foundation.breadcrumbs.current-issue.item" href="/browse/HELP-3">HELP-3</a><h1 data-testid="issue.views.issue-base.foundation.summary.heading">Late</h1>';
    expect((await reading)?.title).toBe('Late');
  });

  it('is given up when the signal aborts', async () => {
    const page = pageFrom('jira-cloud/no-access.html', ISSUE);
    const match = site.match(page.url, exampleHosts);
    const stop = new AbortController();
    const reading = match && site.read(page, match, stop.signal);
    stop.abort();
    await expect(reading).rejects.toMatchObject({ name: 'AbortError' });
  });
});
