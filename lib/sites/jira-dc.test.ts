import { describe, expect, it } from 'vitest';
import { pageReadingSchema } from '../core/page';
import { pageFrom, swap, type PageOptions } from '../../tests/fixtures/sites/page-from';
import { exampleHosts, site } from './jira-dc';

const HOME = 'https://jira.acme.test';
const ISSUE = `${HOME}/browse/HELP-12`;

async function read(file: string, url: string, options?: PageOptions) {
  const page = pageFrom(file, url, options);
  const match = site.match(page.url, exampleHosts);
  if (!match) throw new Error(`not a Jira address: ${url}`);
  const reading = await site.read(page, match, AbortSignal.timeout(10_000));
  return reading && pageReadingSchema.parse(reading);
}

describe('an issue', () => {
  it('is read field by field', async () => {
    expect(await read('jira-dc/issue.html', ISSUE)).toMatchObject({
      match: {
        site: 'jira-dc',
        kind: 'ticket',
        ref: { id: 'HELP-12', idType: 'key', within: null },
        customerView: false,
      },
      url: ISSUE,
      title: 'VPN drops after the <June> update',
      language: 'en',
      pageUser: 'mweber',
      blocks: [],
      ticket: {
        key: 'HELP-12',
        title: 'VPN drops after the <June> update',
        description:
          'Since Tuesday the tunnel closes with error 809.\nSplit tunnel is on.\nConnect\nWait ten minutes\nrasdial Acme\n  error 809',
        comments: [
          {
            author: 'Mara Weber',
            created: '2026-06-03T07:00:00.000Z',
            visibility: 'public',
            text: 'Which network are you on?',
          },
          {
            author: 'Jo Lim',
            created: '2026-06-03T08:30:00.000Z',
            visibility: 'internal',
            text: 'Firewall blocks UDP 500 again, see <b>PRB</b>.',
          },
        ],
        status: 'In Progress',
        resolved: false,
        resolution: null,
        resolvedAt: null,
        priority: 'Major',
        category: 'Network',
        assignmentGroup: null,
        assignee: 'Mara Weber',
        requester: 'Ade Okafor',
        created: '2026-06-03T06:17:05.000Z',
        updated: '2026-06-04T08:00:00.000Z',
      },
    });
  });

  it('of version 6, resolved, in another language, without description or assignee', async () => {
    expect((await read('jira-dc/issue-6.html', `${HOME}/browse/TIMOB-7`))?.ticket).toMatchObject({
      key: 'TIMOB-7',
      title: 'Absturz beim Start',
      description: '',
      status: 'Geschlossen',
      resolved: true,
      resolution: 'Behoben',
      resolvedAt: '2011-05-01T10:00:00.000Z',
      priority: 'Hoch',
      assignee: null,
      created: '2011-04-15T02:17:57.000Z',
    });
  });

  it('beside a board is the one in the detail view, not the first card', async () => {
    const url = `${HOME}/secure/RapidBoard.jspa?rapidView=7&selectedIssue=HELP-12&view=detail`;
    expect((await read('jira-dc/board-detail.html', url))?.ticket).toMatchObject({
      key: 'HELP-12',
      title: 'VPN drops',
      description: 'Error 809',
    });
  });

  it('in the customer portal is known by heading and key', async () => {
    const reading = await read('jira-dc/portal-request.html', `${HOME}/servicedesk/customer/portal/3/HELP-9`);
    expect(reading).toMatchObject({
      match: { customerView: true },
      ticket: { key: 'HELP-9', title: 'VPN drops' },
    });
  });

  it('keeps the stored text of a field that is being edited', async () => {
    const edit = swap(
      '<div class="user-content-block">',
      '<form><textarea id="description">h1. Stored text</textarea><a>Save</a></form><div>',
    );
    expect((await read('jira-dc/issue.html', ISSUE, { edit }))?.ticket?.description).toBe('h1. Stored text');
  });

  it('takes its title from the document where the heading is gone', async () => {
    const edit = swap('id="summary-val"', 'id="other"');
    expect((await read('jira-dc/issue.html', ISSUE, { edit }))?.title).toBe('VPN drops after the update');
  });

  it('without any title is called by its key', async () => {
    const edit = (html: string) =>
      swap('<title>[HELP-12]', '<title>')(swap('id="summary-val"', 'id="other"')(html));
    expect(await read('jira-dc/issue.html', ISSUE, { edit })).toMatchObject({
      title: 'HELP-12',
      ticket: { title: '' },
    });
  });

  it('keeps right-to-left text and emoji', async () => {
    const edit = swap('Since Tuesday', 'خطأ في الاتصال ‏809 👩‍💻');
    const reading = await read('jira-dc/issue.html', ISSUE, { edit });
    expect(reading?.ticket?.description).toContain('خطأ في الاتصال ‏809 👩‍💻');
  });

  it('with two megabytes of description and a thousand comments costs and says no more than its limits', async () => {
    const comment = (n: number) =>
      `<div id="comment-${n}" class="activity-comment"><div class="action-body">${'x'.repeat(500)}</div></div>`;
    const page = pageFrom('jira-dc/issue.html', ISSUE, {
      edit: (html) =>
        swap(
          'Since Tuesday',
          'long text '.repeat(200_000),
        )(
          swap(
            'id="issue_actions_container">',
            `id="issue_actions_container">${Array.from({ length: 1_000 }, (_, n) => comment(n)).join('')}`,
          )(html),
        ),
    });
    const match = site.match(page.url, exampleHosts);
    const started = performance.now();
    const reading = match && (await site.read(page, match, AbortSignal.timeout(10_000)));
    expect(performance.now() - started).toBeLessThan(1_500);
    expect(reading?.ticket?.description.length).toBeLessThanOrEqual(200_000);
    expect(reading?.ticket?.comments.length).toBe(300);
  });

  it('moves its fingerprint with what it says, and only then', async () => {
    const first = await read('jira-dc/issue.html', ISSUE);
    const same = await read('jira-dc/issue.html', ISSUE, {
      edit: swap('/browse/HELP-3"', '/browse/HELP-4"'),
    });
    const other = await read('jira-dc/issue.html', ISSUE, { edit: swap('error 809', 'error 789') });
    expect(same?.fingerprint).toBe(first?.fingerprint);
    expect(other?.fingerprint).not.toBe(first?.fingerprint);
  });
});

describe('no issue is read', () => {
  it.each<[string, string, string, PageOptions?]>([
    ['from a login page under its address', 'jira-dc/login.html', ISSUE],
    ['from a login page in a queue', 'jira-dc/login.html', `${HOME}/projects/HELP/queues/custom/5/HELP-12`],
    ['from the page of another issue', 'jira-dc/issue.html', `${HOME}/browse/HELP-3`],
    [
      'when key and attribute tell different stories',
      'jira-dc/issue.html',
      ISSUE,
      { edit: swap('rel="10112">HELP-12', 'rel="1">HELP-13') },
    ],
    [
      'when the page is not Jira',
      '<title>x</title><a id="key-val">HELP-12</a><h1 id="summary-val">copied</h1>',
      ISSUE,
    ],
    ['from an empty page', '<html><body></body></html>', ISSUE],
    ['from a frame', 'jira-dc/issue.html', ISSUE, { isTop: false }],
    ['from a search', 'jira-dc/issue.html', `${HOME}/issues/?jql=key%20%3D%20HELP-12`],
    [
      'from another request’s portal page',
      'jira-dc/login.html',
      `${HOME}/servicedesk/customer/portal/3/HELP-12`,
    ],
  ])('%s', async (_, file, url, options) => {
    expect(await read(file, url, options)).toBeNull();
  });
});

describe('an issue that comes late', () => {
  it('is waited for on pages that build themselves', async () => {
    const page = pageFrom(
      '<html><head><meta name="application-name" content="JIRA"></head><body id="jira"></body></html>',
      `${HOME}/issues/HELP-12?jql=x`,
    );
    const match = site.match(page.url, exampleHosts);
    if (!match) throw new Error('not matched');
    const reading = site.read(page, match, AbortSignal.timeout(5_000));
    await new Promise((resolve) => setTimeout(resolve, 60));
    page.document.body.innerHTML = '<a id="key-val">HELP-12</a><h1 id="summary-val">Late</h1>';
    expect((await reading)?.title).toBe('Late');
  });

  it('is given up when the signal aborts', async () => {
    const page = pageFrom('<body id="jira"></body>', `${HOME}/issues/HELP-12`);
    const match = site.match(page.url, exampleHosts);
    const stop = new AbortController();
    const reading = match && site.read(page, match, stop.signal);
    stop.abort();
    await expect(reading).rejects.toMatchObject({ name: 'AbortError' });
  });
});
