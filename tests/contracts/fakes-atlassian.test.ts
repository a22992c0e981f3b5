import { Window } from 'happy-dom';
import { beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { parseTextQuery } from '../fakes/atlassian/lucene-parser';
import { loadCompany, type Company } from '../fakes/company';
import { createConfluenceFake, type ConfluenceFake } from '../fakes/confluence-dc';
import { fromTinyCode, tinyCode } from '../fakes/confluence-dc/records';
import type { Fake } from '../fakes/fake';
import { createJiraFake, type JiraFake } from '../fakes/jira-dc';
import { renderWikiMarkup } from '../fakes/jira-dc/wiki-markup';
import { toPlainText } from '../fakes/markdown';
import { cookieHeader } from '../fakes/sessions';

const company = loadCompany();
const now = () => Date.parse('2026-11-22T12:00:00Z');
let jira: JiraFake;
let confluence: ConfluenceFake;
let cookies: Map<string, string>;

beforeEach(() => {
  jira = createJiraFake(company, { now });
  confluence = createConfluenceFake(company, { now });
  cookies = new Map();
});

/** `as: null` asks without a session. */
function ask(
  fake: Fake,
  path: string,
  as: string | null = 'dana.reyes',
  init: RequestInit = {},
): Promise<Response> {
  const headers = new Headers(init.headers);
  if (as !== null) {
    const key = `${fake.product} ${as}`;
    const cookie = cookies.get(key) ?? cookieHeader(fake.signIn(as));
    cookies.set(key, cookie);
    headers.set('cookie', cookie);
  }
  return fake.handle(new Request(`https://${fake.host}${path}`, { ...init, headers }));
}

async function dom(response: Response) {
  const window = new Window({ settings: { disableJavaScriptEvaluation: true } });
  return new window.DOMParser().parseFromString(await response.text(), 'text/html');
}

const text = (node: { textContent: string } | null) => node?.textContent.replace(/\s+/g, ' ').trim() ?? null;
const meta = (document: Awaited<ReturnType<typeof dom>>, name: string) =>
  document.querySelector(`meta[name="${name}"]`)?.getAttribute('content') ?? null;

const issuesSchema = z.object({
  total: z.number(),
  startAt: z.number(),
  maxResults: z.number(),
  issues: z.array(z.object({ key: z.string(), fields: z.record(z.string(), z.unknown()) })),
  warningMessages: z.array(z.string()).optional(),
});
const refusalSchema = z.object({ errorMessages: z.array(z.string()) });

async function jql(query: string, more = '', as = 'dana.reyes') {
  const response = await ask(
    jira,
    `/rest/api/2/search?fields=summary&jql=${encodeURIComponent(query)}${more}`,
    as,
  );
  expect(response.status, query).toBe(200);
  return issuesSchema.parse(await response.json());
}
const keys = async (query: string, as?: string) => (await jql(query, '', as)).issues.map(({ key }) => key);

describe('JQL', () => {
  test.each([
    ['project = OPS AND resolution is EMPTY ORDER BY key', ['OPS-7', 'OPS-9', 'OPS-10']],
    ['project = OPS AND resolution is not EMPTY ORDER BY key DESC', ['OPS-11', 'OPS-8']],
    [
      'project = OPS && resolution = Unresolved || key = BLD-31 order by key asc',
      ['BLD-31', 'OPS-7', 'OPS-9', 'OPS-10'],
    ],
    ['key in (HELP-12, "HELP-16") order by key', ['HELP-12', 'HELP-16']],
    ['project = OPS and not (status = Open or status = "In Progress") order by key', ['OPS-8', 'OPS-11']],
    ['labels in (fiori) and status != Resolved', ['HELP-20']],
    ['labels = "c++"', ['BLD-31']],
    ['summary ~ "tile vanished" or summary ~ vanished', ['HELP-20']],
    ['summary ~ "wiki vpn"', ['HELP-12']],
    ['text ~ "\\"reason code 22\\""', ['HELP-16']],
    ['text ~ "\\"code reason\\""', []],
    ['text ~ "authenticat*" and project = HELP', ['HELP-16']],
    ['text ~ "connecting" and key = HELP-12', ['HELP-12']],
    ['text ~ "tile OR satellite" order by key', ['HELP-20', 'HELP-21', 'OPS-10']],
    ['text ~ "tile -purchase" order by key', ['HELP-21']],
    ['comment ~ "expired certificate"', ['HELP-16']],
    ['text ~ "the of and"', []],
    ['updated >= -2d order by key', ['OPS-10']],
    ['created < "2026-07-02" and project = HELP', ['HELP-16']],
    ['created < "2026/07/01" and project = HELP', []],
    ['resolved >= startOfYear() and created <= 2026-07-01 order by key', ['BLD-33', 'BLD-34']],
    ['assignee = currentUser() and project = HELP and status = "In Progress"', ['HELP-12']],
    ['statusCategory = Done and project = BLD order by key', ['BLD-33', 'BLD-34']],
    ['priority = High and assignee is EMPTY', []],
  ])('%s', async (query, expected) => {
    expect(await keys(query)).toEqual(expected);
  });

  test.each([
    ['project = NOPE', "The value 'NOPE' does not exist for the field 'project'."],
    ['nope = 1', "Field 'nope' does not exist"],
    ['key = HELP-99999', "An issue with key 'HELP-99999' does not exist for field 'key'."],
    ['status = Closd', "The value 'Closd' does not exist for the field 'status'."],
    ['summary = printer', "The operator '=' is not supported by the 'summary' field."],
    ['status ~ open', "The operator '~' is not supported by the 'status' field."],
    ['text ~ "*vpn"', "the '*' and '?' are not allowed as first character"],
    ['text ~ "vpn (error"', "Unable to parse the text 'vpn (error' for field 'text'."],
    ['text ~ "error 809]"', 'Unable to parse the text'],
    ['text ~ "\\"809"', 'Unable to parse the text'],
    ['text ~ "C:\\\\Temp"', 'Unable to parse the text'],
    ['text ~ "and/or"', 'Unable to parse the text'],
    ['text ~ ""', 'does not support searching for an empty string'],
    ['updated >= "soon"', "Date value 'soon' for field 'updated' is invalid."],
    ['summary ~ a@b', "The character '@' is a reserved JQL character."],
    ['project = select', "'select' is a reserved JQL word."],
    ['text ~ "open', "The quoted string 'open' has not been completed."],
    ['project = OPS AND', 'before the end of the query'],
    ['project = OPS status = Open', "Expecting 'OR' or 'AND' but got 'status'"],
  ])('refuses %s', async (query, reason) => {
    const response = await ask(jira, `/rest/api/2/search?jql=${encodeURIComponent(query)}`);
    expect(response.status).toBe(400);
    expect(refusalSchema.parse(await response.json()).errorMessages.join(' ')).toContain(reason);
  });

  test('what is unknown is a warning that finds nothing where validation is off', async () => {
    const lenient = await jql('project = NOPE or key = HELP-12', '&validateQuery=false');
    expect(lenient.issues.map(({ key }) => key)).toEqual(['HELP-12']);
    expect(lenient.warningMessages).toEqual(["The value 'NOPE' does not exist for the field 'project'."]);
  });

  test('a quote that is escaped stays inside its value', async () => {
    expect(await keys('text ~ "x\\\\\\" or project = OPS"')).toEqual([]);
    const open = await ask(
      jira,
      `/rest/api/2/search?jql=${encodeURIComponent('text ~ "x" OR project = OPS OR text ~ "y"')}`,
    );
    expect(issuesSchema.parse(await open.json()).total).toBe(5);
  });

  test('pages by startAt up to the server cap', async () => {
    jira.settings.maxSearchResults = 4;
    const first = await jql('project = HELP order by key', '&maxResults=100');
    expect(first).toMatchObject({ startAt: 0, maxResults: 4, total: 15 });
    const last = await jql('project = HELP order by key', '&maxResults=4&startAt=12');
    expect(last.issues.map(({ key }) => key)).toEqual(['HELP-24', 'HELP-25', 'HELP-26']);
  });

  test('rarer words and titles rank first where no order is asked', async () => {
    expect((await keys('text ~ "satellite OR laptop"'))[0]).toBe('OPS-10');
  });
});

describe('Lucene text queries', () => {
  test.each([
    'vpn',
    'C++',
    'a-b',
    '"a b"~2',
    'w?rd',
    'vpn^2',
    '+vpn -wifi',
    'a AND NOT b',
    'a\\:b',
    '(a OR b) c',
    'a && b',
  ])('takes %s', (query) => {
    expect(() => parseTextQuery(query)).not.toThrow();
  });
  test.each([
    '',
    '"',
    '(',
    'a)',
    '[a',
    'a:b',
    '/re/',
    'a^',
    '*a',
    '?a',
    'AND',
    'a AND',
    'a OR',
    'NOT',
    'a\\',
    '!',
    '{a}',
  ])('refuses %s', (query) => {
    expect(() => parseTextQuery(query)).toThrow();
  });
});

const issueSchema = z.object({
  id: z.string(),
  key: z.string(),
  fields: z.looseObject({ updated: z.string().optional(), summary: z.string().optional() }),
  renderedFields: z.looseObject({ description: z.string(), updated: z.string() }).optional(),
});
const commentsSchema = z.object({
  total: z.number(),
  comments: z.array(
    z.looseObject({
      body: z.string(),
      properties: z
        .array(z.object({ key: z.string(), value: z.object({ internal: z.boolean() }) }))
        .optional(),
    }),
  ),
});

async function issue(key: string, query = '', as = 'dana.reyes') {
  return issueSchema.parse(await (await ask(jira, `/rest/api/2/issue/${key}${query}`, as)).json());
}

describe('Jira REST', () => {
  test('an issue has its bodies as markup and, where asked, as HTML; dates in the server zone', async () => {
    const found = await issue('help-12', '?expand=renderedFields');
    expect(found.key).toBe('HELP-12');
    expect(found.fields).toMatchObject({
      status: { name: 'In Progress', statusCategory: { key: 'indeterminate' } },
      resolution: null,
      labels: ['vpn', 'dns'],
      assignee: { displayName: 'Dana Reyes', name: 'dana.reyes' },
      created: '2026-11-18T08:58:00.000+0100',
      project: { key: 'HELP', projectTypeKey: 'service_desk' },
    });
    expect(found.fields.description).toContain('{code}');
    expect(found.renderedFields?.description).toContain('<div class="code panel"');
    expect(found.renderedFields?.updated).toBe('4 days ago');
    const summer = await issue('HELP-21');
    expect(summer.fields.resolutiondate).toBe('2026-09-03T14:00:00.000+0200');
  });

  test('only the fields asked for are answered', async () => {
    const found = await issue('HELP-12', '?fields=summary,status');
    expect(Object.keys(found.fields).sort()).toEqual(['status', 'summary']);
    const without = await issue('HELP-12', '?fields=-comment,-description');
    expect(without.fields).toHaveProperty('summary');
    expect(without.fields).not.toHaveProperty('comment');
  });

  test('close notes are the last comment of a resolved issue', async () => {
    const answer = await ask(jira, '/rest/api/2/issue/HELP-16/comment');
    const { comments } = commentsSchema.parse(await answer.json());
    expect(comments.at(-1)?.body).toMatch(/^The machine certificate had expired/);
  });

  test('internal comments are for agents, and only their own resource says which they are', async () => {
    jira.edit('HELP-12', { comment: { author: 'sam.okafor', body: 'Known bug PRB-77', internal: true } });
    const path = '/rest/api/2/issue/HELP-12/comment?expand=properties,renderedBody';
    const agent = commentsSchema.parse(await (await ask(jira, path)).json());
    const last = agent.comments.at(-1);
    expect(last).toMatchObject({ renderedBody: '<p>Known bug PRB-77</p>' });
    expect(last?.properties).toEqual([{ key: 'sd.public.comment', value: { internal: true } }]);
    const customer = commentsSchema.parse(await (await ask(jira, path, 'mateo.ruiz')).json());
    expect(customer.comments.map(({ body }) => body)).not.toContain('Known bug PRB-77');
    expect(JSON.stringify(await issue('HELP-12'))).not.toContain('sd.public.comment');
    expect(await keys('text ~ "PRB"')).toEqual(['HELP-12']);
    expect(await keys('text ~ "PRB"', 'mateo.ruiz')).toEqual([]);
  });

  test('an issue with a security level is not there for others, in no way that would tell', async () => {
    const restricted: Company = {
      ...company,
      tickets: company.tickets.map((ticket) =>
        ticket.id === 'OPS-9' ? { ...ticket, visibility: ['sap'] } : ticket,
      ),
    };
    jira = createJiraFake(restricted, { now });
    expect((await ask(jira, '/rest/api/2/issue/OPS-9', 'dana.reyes')).status).toBe(404);
    expect((await ask(jira, '/browse/OPS-9', 'dana.reyes')).status).toBe(404);
    expect(await keys('project = OPS order by key')).not.toContain('OPS-9');
    const probe = await ask(jira, `/rest/api/2/search?jql=${encodeURIComponent('key = OPS-9')}`);
    expect(probe.status).toBe(400);
    expect(await issue('OPS-9', '', 'stefan.koller')).toMatchObject({
      fields: { security: { name: 'sap' } },
    });
  });

  test('an edit moves updated, a revoked issue is gone or forbidden', async () => {
    const before = await issue('HELP-12');
    jira.edit('HELP-12', { summary: 'Wiki not found over VPN', status: 'Resolved', resolution: 'Fixed' });
    const after = await issue('HELP-12');
    expect(after.fields.summary).toBe('Wiki not found over VPN');
    expect(Date.parse(after.fields.updated ?? '')).toBeGreaterThan(Date.parse(before.fields.updated ?? ''));
    expect(await keys('key = HELP-12 and resolution = Fixed and resolved >= -1d')).toEqual(['HELP-12']);
    jira.modes.revoked.set('HELP-12', 'forbidden');
    expect((await ask(jira, '/rest/api/2/issue/HELP-12')).status).toBe(403);
    jira.modes.revoked.set('HELP-12', 'not-found');
    expect((await ask(jira, '/rest/api/2/issue/HELP-12')).status).toBe(404);
    expect(await keys('project = HELP')).not.toContain('HELP-12');
  });

  test('without a session REST is 401 and says so; only serverInfo is for everybody', async () => {
    const refused = await ask(jira, '/rest/api/2/myself', null);
    expect(refused.status).toBe(401);
    expect(refused.headers.get('x-ausername')).toBe('anonymous');
    expect(refused.headers.get('x-seraph-loginreason')).toBe('AUTHENTICATED_FAILED');
    expect(await (await ask(jira, '/rest/api/2/serverInfo', null)).json()).toMatchObject({
      deploymentType: 'Server',
    });
    const known = await ask(jira, '/rest/api/2/myself');
    expect(known.headers.get('x-ausername')).toBe('dana.reyes');
    expect(await known.json()).toMatchObject({ name: 'dana.reyes', displayName: 'Dana Reyes' });
    jira.signOut('dana.reyes');
    expect((await ask(jira, '/rest/api/2/myself')).status).toBe(401);
  });
});

describe('Jira pages', () => {
  test('the issue page has the structure of the product', async () => {
    const page = await dom(await ask(jira, '/browse/HELP-16'));
    expect(page.title).toBe('[HELP-16] 802.1X authentication failed on pool laptop - ACME Jira');
    expect(page.body.id).toBe('jira');
    expect(page.body.dataset.version).toBe('8.20.30');
    expect(meta(page, 'application-name')).toBe('JIRA');
    expect(meta(page, 'ajs-remote-user')).toBe('dana.reyes');
    expect(meta(page, 'ajs-issue-key')).toBe('HELP-16');
    const values = [
      '#key-val',
      '#summary-val',
      '#status-val',
      '#type-val',
      '#resolution-val',
      '#components-val',
      '#project-name-val',
    ];
    expect(values.map((id) => text(page.querySelector(id)))).toEqual([
      'HELP-16', '802.1X authentication failed on pool laptop', 'Closed', 'Incident', 'Fixed', 'Wi-Fi', 'IT Helpdesk',
    ]); // prettier-ignore
    expect(page.querySelector('#key-val')?.getAttribute('rel')).toMatch(/^\d+$/);
    expect(text(page.querySelector('#description-val .user-content-block'))).toContain('reason code 22');
    const comments = page.querySelectorAll('#issue_actions_container .activity-comment[id^=comment-]');
    expect(comments).toHaveLength(1);
    expect(text(comments[0]?.querySelector('.action-body') ?? null)).toContain('machine certificate');
    expect(text(comments[0]?.querySelector('[id^=commentauthor_]') ?? null)).toContain('Nils Brandt');
    expect(page.querySelector('textarea#comment')).not.toBeNull();
  });

  test('an empty description has no element', async () => {
    jira.edit('HELP-12', { description: null });
    expect((await dom(await ask(jira, '/browse/HELP-12'))).querySelector('#description-val')).toBeNull();
  });

  test.each([
    ['/issues/HELP-12?jql=project%20%3D%20HELP', 'HELP-12'],
    ['/projects/OPS/issues/OPS-7?filter=allopenissues', 'OPS-7'],
    ['/projects/HELP/queues/custom/1/HELP-12', 'HELP-12'],
    ['/browse/help-12?filter=-1&jql=key%3DOPS-7', 'HELP-12'],
  ])('%s shows %s', async (path, key) => {
    expect(text((await dom(await ask(jira, path))).querySelector('#key-val'))).toBe(key);
  });

  test.each([
    '/issues/?jql=key%20%3D%20HELP-12',
    '/projects/HELP/queues/custom/1',
    '/secure/Dashboard.jspa',
    '/secure/RapidBoard.jspa?rapidView=7&selectedIssue=OPS-7',
    '/secure/EditIssue!default.jspa?id=10100',
    '/browse/HELP-99999',
    '/login.jsp?os_destination=%2Fbrowse%2FHELP-12',
  ])('%s shows no issue', async (path) => {
    const page = await dom(await ask(jira, path));
    expect(page.body.id).toBe('jira');
    expect(page.querySelector('#key-val, #ghx-detail-issue')).toBeNull();
  });

  test('a board opens its issue in a column of its own shape', async () => {
    const page = await dom(
      await ask(jira, '/secure/RapidBoard.jspa?rapidView=7&selectedIssue=OPS-7&view=detail'),
    );
    expect(page.querySelector('#ghx-detail-issue')?.getAttribute('data-issuekey')).toBe('OPS-7');
    expect(text(page.querySelector('#ghx-detail-issue #summary-val'))).toMatch(/^Folder "Tenders 2026"/);
  });

  test('a single-page view gets the next issue as a part, some time later', async () => {
    jira.settings.switchDelayMs = 30;
    const asked = Date.now();
    const answer = await ask(jira, '/secure/AjaxIssueAction!default.jspa?issueKey=OPS-7&decorator=none');
    expect(Date.now() - asked).toBeGreaterThanOrEqual(29);
    const part = z
      .object({ issue: z.object({ key: z.string() }), html: z.string() })
      .parse(await answer.json());
    expect(part.issue.key).toBe('OPS-7');
    expect(part.html).toContain('id="summary-val"');
    expect((await ask(jira, '/secure/AjaxIssueAction!default.jspa?issueKey=OPS-7', null)).status).toBe(401);
  });

  test('nobody without a session gets past the sign-in form, which leads back', async () => {
    const sent = await ask(jira, '/browse/HELP-12?focusedCommentId=5', null);
    expect(sent.status).toBe(302);
    expect(sent.headers.get('location')).toBe(
      '/login.jsp?permissionViolation=true&os_destination=%2Fbrowse%2FHELP-12%3FfocusedCommentId%3D5',
    );
    const form = (password: string, destination: string) =>
      ask(jira, '/login.jsp', null, {
        method: 'POST',
        body: new URLSearchParams({
          os_username: 'dana.reyes',
          os_password: password,
          os_destination: destination,
        }),
      });
    const wrong = await form('guess', '/browse/HELP-12');
    expect([wrong.status, wrong.headers.get('x-seraph-loginreason')]).toEqual([200, 'AUTHENTICATED_FAILED']);
    expect((await dom(wrong)).querySelector<never>('[name=os_destination]')).toHaveProperty(
      'value',
      '/browse/HELP-12',
    );
    const right = await form('dana-demo-1', '/browse/HELP-12');
    expect([right.status, right.headers.get('location')]).toEqual([302, '/browse/HELP-12']);
    const cookie = right.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ');
    const page = await jira.handle(
      new Request('https://jira.acme.test/browse/HELP-12', { headers: { cookie } }),
    );
    expect(page.status).toBe(200);
    const elsewhere = await form('dana-demo-1', '//evil.example/');
    expect(elsewhere.headers.get('location')).toBe('/secure/Dashboard.jspa');
  });

  test('under a context path every address has it, and nothing else answers', async () => {
    jira = createJiraFake(company, { now, contextPath: '/jira' });
    const page = await dom(await ask(jira, '/jira/browse/HELP-12'));
    expect(page.querySelector('#key-val')?.getAttribute('href')).toBe('/jira/browse/HELP-12');
    expect(meta(page, 'ajs-context-path')).toBe('/jira');
    expect((await ask(jira, '/browse/HELP-12')).status).toBe(404);
    expect(await (await ask(jira, '/jira/rest/api/2/serverInfo')).json()).toMatchObject({
      baseUrl: 'https://jira.acme.test/jira',
    });
  });

  test('hostile flavours bend the page and leave the API as it is', async () => {
    const page = async (mode: string) => dom(await ask(jira, `/browse/HELP-12?acme_hostile=${mode}`));
    expect(text((await page('lie')).querySelector('#key-val'))).toBe('HELP-99999');
    expect((await page('notitle')).title).toBe('ACME Jira');
    expect((await page('rtl')).documentElement.getAttribute('dir')).toBe('rtl');
    expect((await page('flood')).body.dataset.acmeHostile).toBe('flood');
    expect((await (await ask(jira, '/browse/HELP-12?acme_hostile=huge')).text()).length).toBeGreaterThan(
      3_000_000,
    );
    expect((await issue('HELP-12')).key).toBe('HELP-12');
  });
});

test.each([
  ['*bold* and _emphasis_, not 2*3*4', '<p><b>bold</b> and <em>emphasis</em>, not 2*3*4</p>'],
  ['{{a *b* <c>}} & d', '<p><tt>a *b* &lt;c&gt;</tt> &amp; d</p>'],
  ['h3. Title\nText\nmore', '<h3><a name="Title"></a>Title</h3>\n\n<p>Text<br/>\nmore</p>'],
  ['* a\n** b\n* c', '<ul>\n\t<li>a\n<ul>\n\t<li>b</li>\n</ul></li>\n\t<li>c</li>\n</ul>'],
  ['# a\n# b', '<ol>\n\t<li>a</li>\n\t<li>b</li>\n</ol>'],
  ['bq. said', '<blockquote><p>said</p></blockquote>'],
  [
    '{noformat}\n*x*\n{noformat}',
    '<div class="preformatted panel" style="border-width: 1px;"><div class="preformattedContent panelContent">\n<pre>*x*</pre>\n</div></div>',
  ],
  [
    '||H||\n|c|',
    "<div class='table-wrap'>\n<table class='confluenceTable'><tbody>\n<tr>\n<th class='confluenceTh'>H</th>\n</tr>\n<tr>\n<td class='confluenceTd'>c</td>\n</tr>\n</tbody></table>\n</div>",
  ],
])('wiki markup %j', (markup, html) => {
  expect(renderWikiMarkup(markup)).toBe(html);
});

const contentSchema = z.looseObject({
  id: z.string(),
  title: z.string(),
  status: z.string(),
  version: z.looseObject({ number: z.number(), when: z.string() }).optional(),
  body: z
    .looseObject({
      view: z.object({ value: z.string() }).optional(),
      storage: z.object({ value: z.string() }).optional(),
    })
    .optional(),
  _links: z.looseObject({ webui: z.string(), tinyui: z.string().optional() }),
});
const listSchema = z.object({
  results: z.array(contentSchema),
  start: z.number(),
  limit: z.number(),
  size: z.number(),
  _links: z.looseObject({ next: z.string().optional(), base: z.string() }),
});
const failureSchema = z.looseObject({ statusCode: z.number(), message: z.string() });

async function cql(query: string, as = 'dana.reyes') {
  const response = await ask(
    confluence,
    `/rest/api/content/search?limit=100&cql=${encodeURIComponent(query)}`,
    as,
  );
  expect(response.status, query).toBe(200);
  return listSchema.parse(await response.json()).results.map(({ id }) => id);
}

describe('CQL', () => {
  test.each([
    ['title ~ "certificate" and space = ITOPS', ['655384']],
    ['space in ("HR", "SEC") and type = page and title ~ "expenses OR playbook" order by id', ['655426']],
    ['title = "Split tunnel and DNS after VPN"', ['655377']],
    ['title = "split TUNNEL and dns after vpn"', ['655377']],
    ['text ~ "\\"split tunnel\\"" and id != 655377 and title !~ "handbook OR home"', ['655496']],
    ['label = "dns" and type in (page, blogpost)', ['655377']],
    ['id = 655377', ['655377']],
    ['id in (655377, 655384) order by title desc', ['655384', '655377']],
    ['lastmodified >= now("-10d") and type = page order by lastmodified desc', ['655370']],
    ['created >= "2026-01-01" and space = ITOPS', []],
    ['type = blogpost', []],
    ['text ~ "zzz"', []],
    ['creator = nils.brandt and not label = wifi order by id', ['655377', '655496']],
  ])('%s', async (query, expected) => {
    expect(await cql(query)).toEqual(expected);
  });

  test('the product’s own search ranks titles first', async () => {
    expect((await cql('siteSearch ~ "vpn"'))[0]).toMatch(/^(?:655377|655496)$/);
  });

  test.each([
    'foo = bar',
    'title',
    'text ~ "vpn',
    'text ~ "vpn (809"',
    'text ~ "error [809"',
    'text ~ "\\"open"',
    'text ~ "a:b"',
    'text ~ "*vpn"',
    'space ~ "IT"',
    'type = nonsense',
    'lastmodified >= "yesterday"',
    'text ~ vpn order by nonsense',
    'text is empty',
    '',
  ])('refuses %s', async (query) => {
    const response = await ask(confluence, `/rest/api/search?cql=${encodeURIComponent(query)}`);
    expect(response.status).toBe(400);
    expect(failureSchema.parse(await response.json()).message).toBe(`Could not parse cql : ${query}`);
  });

  test('a quote that is escaped stays inside its value', async () => {
    expect(await cql('text ~ "x\\\\\\" or space = \\\\\\"HR"')).toEqual([]);
  });
});

async function content(id: string, query = '', as = 'dana.reyes') {
  return contentSchema.parse(await (await ask(confluence, `/rest/api/content/${id}${query}`, as)).json());
}

describe('Confluence REST', () => {
  test('a page has what was expanded, and names the rest', async () => {
    const expand =
      'body.view,body.storage,version,space,history,ancestors,metadata.labels,restrictions.read.restrictions.group';
    const page = await content('655377', `?expand=${expand}`);
    expect(page).toMatchObject({
      id: '655377',
      type: 'page',
      status: 'current',
      space: { key: 'ITOPS', name: 'IT Operations' },
      version: { number: 9, by: { displayName: 'Nils Brandt' }, when: '2026-08-31T14:10:00.000+02:00' },
      history: { createdBy: { username: 'nils.brandt' } },
      ancestors: [{ title: 'IT Operations Home' }],
      metadata: { labels: { results: [{ name: 'vpn' }, { name: 'dns' }, { name: 'split-tunnel' }] } },
      restrictions: { read: { restrictions: { group: { size: 0 } } } },
      _links: {
        webui: '/display/ITOPS/Split+tunnel+and+DNS+after+VPN',
        base: 'https://confluence.acme.test',
      },
    });
    expect(page.body?.view?.value).toContain('class="wrapped confluenceTable"');
    expect(page.body?.view?.value).toContain('confluence-information-macro-warning');
    expect(page.body?.storage?.value).toContain('<ac:structured-macro ac:name="warning"');
    expect(page.body?.storage?.value).toContain('<ac:parameter ac:name="language">powershell</ac:parameter>');
    const bare = await content('655377', '?expand=');
    expect(bare).not.toHaveProperty('version');
    expect(bare).toMatchObject({ _expandable: { version: '', body: '' } });
  });

  test('who may not see a page is refused, or told nothing where the server hides; searches leave it out', async () => {
    expect((await ask(confluence, '/rest/api/content/655440', 'dana.reyes')).status).toBe(403);
    expect((await ask(confluence, '/rest/api/content/655440', 'hana.weiss')).status).toBe(200);
    expect((await ask(confluence, '/rest/api/content/1', 'dana.reyes')).status).toBe(404);
    confluence.settings.restrictedRest = 'not-found';
    expect((await ask(confluence, '/rest/api/content/655440', 'dana.reyes')).status).toBe(404);
    expect(await cql('title ~ salary', 'dana.reyes')).toEqual([]);
    expect(await cql('title ~ salary', 'hana.weiss')).toEqual(['655440']);
    const restrictions = '?expand=restrictions.read.restrictions.user,restrictions.read.restrictions.group';
    expect(await content('655440', restrictions, 'hana.weiss')).toMatchObject({
      restrictions: {
        read: { restrictions: { user: { size: 0 }, group: { size: 1, results: [{ name: 'hr' }] } } },
      },
    });
  });

  test('a draft is in no list, and there only for its author who asks for drafts', async () => {
    expect(await cql('title ~ "teams rooms"', 'priya.nair')).toEqual([]);
    expect((await ask(confluence, '/rest/api/content/655510', 'priya.nair')).status).toBe(404);
    expect((await ask(confluence, '/rest/api/content/655510?status=draft', 'dana.reyes')).status).toBe(404);
    expect(await content('655510', '?status=draft', 'priya.nair')).toMatchObject({ status: 'draft' });
  });

  test('a title is compared exactly in the list, without case in CQL', async () => {
    const list = async (title: string) =>
      listSchema.parse(
        await (
          await ask(confluence, `/rest/api/content?spaceKey=SEC&title=${encodeURIComponent(title)}`)
        ).json(),
      ).size;
    expect([await list('Password policy'), await list('password policy')]).toEqual([1, 0]);
  });

  test('search marks what matched in excerpt and title', async () => {
    const answer = await ask(
      confluence,
      `/rest/api/search?limit=1&cql=${encodeURIComponent('siteSearch ~ "tunnel"')}`,
    );
    expect(await answer.json()).toMatchObject({
      results: [
        {
          content: { id: '655377', type: 'page' },
          title: 'Split @@@hl@@@tunnel@@@endhl@@@ and DNS after VPN',
          excerpt: expect.stringContaining('@@@hl@@@tunnel@@@endhl@@@') as string,
          url: '/display/ITOPS/Split+tunnel+and+DNS+after+VPN',
          resultGlobalContainer: { title: 'IT Operations', displayUrl: '/display/ITOPS' },
          entityType: 'content',
        },
      ],
      limit: 1,
      size: 1,
      cqlQuery: 'siteSearch ~ "tunnel"',
    });
  });

  test('pages by start and limit; bodies make pages smaller than asked for', async () => {
    confluence.settings.maxRowsWithBodies = 3;
    const path = `/rest/api/content/search?cql=${encodeURIComponent('space = ITOPS order by id')}&expand=body.view&limit=20`;
    const first = listSchema.parse(await (await ask(confluence, path)).json());
    expect([first.size, first.limit]).toEqual([3, 3]);
    const second = listSchema.parse(await (await ask(confluence, first._links.next ?? '')).json());
    expect(second.start).toBe(3);
    expect(second.results[0]?.id).not.toBe(first.results[0]?.id);
  });

  test('an edit makes a version; the one before stays under an id of its own', async () => {
    confluence.edit('655377', {
      body: 'All new.',
      by: 'dana.reyes',
      comment: { author: 'sam.okafor', body: 'Thanks' },
    });
    expect(await content('655377', '?expand=version,body.view')).toMatchObject({
      version: { number: 10, by: { username: 'dana.reyes' } },
      body: { view: { value: '<p>All new.</p>\n' } },
    });
    expect(await content('655377', '?version=9&status=historical&expand=version')).toMatchObject({
      status: 'historical',
      version: { number: 9 },
    });
    const page = await dom(await ask(confluence, '/pages/viewpage.action?pageId=655377&pageVersion=9'));
    expect(meta(page, 'ajs-latest-page-id')).toBe('655377');
    expect(meta(page, 'ajs-page-id')).not.toBe('655377');
    expect(page.querySelector('#page-history-warning')).not.toBeNull();
    const comments = await ask(confluence, '/rest/api/content/655377/child/comment?expand=body.view,version');
    expect(await comments.json()).toMatchObject({
      size: 1,
      results: [{ body: { view: { value: '<p>Thanks</p>\n' } } }],
    });
  });

  test('without a session: anonymous, empty lists, and refusals that name nobody', async () => {
    expect(await (await ask(confluence, '/rest/api/user/current', null)).json()).toMatchObject({
      type: 'anonymous',
    });
    expect(await (await ask(confluence, '/rest/api/space', null)).json()).toMatchObject({ size: 0 });
    const refused = await ask(confluence, '/rest/api/content/655377', null);
    expect([refused.status, refused.headers.get('x-ausername')]).toEqual([403, 'anonymous']);
    const known = await ask(confluence, '/rest/api/user/current');
    expect(known.headers.get('x-ausername')).toBe('dana.reyes');
    expect(await known.json()).toMatchObject({
      type: 'known',
      username: 'dana.reyes',
      displayName: 'Dana Reyes',
    });
    expect(await (await ask(confluence, '/rest/applinks/1.0/manifest', null)).json()).toMatchObject({
      typeId: 'confluence',
    });
  });
});

describe('Confluence pages', () => {
  test('a page has the structure of the product', async () => {
    const page = await dom(await ask(confluence, '/display/ITOPS/Split+tunnel+and+DNS+after+VPN'));
    expect(page.body.id).toBe('com-atlassian-confluence');
    const names = [
      'page-id',
      'latest-page-id',
      'page-title',
      'space-key',
      'page-version',
      'content-type',
      'remote-user',
      'base-url',
    ];
    expect(names.map((name) => meta(page, `ajs-${name}`))).toEqual([
      '655377', '655377', 'Split tunnel and DNS after VPN', 'ITOPS', '9', 'page', 'dana.reyes', 'https://confluence.acme.test',
    ]); // prettier-ignore
    expect(text(page.querySelector('#title-text'))).toBe('Split tunnel and DNS after VPN');
    expect(text(page.querySelector('#main-content.wiki-content'))).toContain(
      'nslookup wiki.corp.acme.example',
    );
    expect(text(page.querySelector('.page-metadata-modification-info .author'))).toBe('Nils Brandt');
    expect(text(page.querySelector('.page-metadata-modification-info .last-modified'))).toBe('Aug 31, 2026');
    expect(page.querySelector('#main-content .code.panel pre')).not.toBeNull();
    expect(page.querySelectorAll('#labels-section .aui-label')).toHaveLength(3);
  });

  test('the frame inside every page is no page', async () => {
    const page = await dom(await ask(confluence, '/display/ITOPS/Split+tunnel+and+DNS+after+VPN'));
    const frame = await dom(await ask(confluence, page.querySelector('iframe')?.getAttribute('src') ?? ''));
    expect(frame.body.id).toBe('com-atlassian-confluence');
    expect(meta(frame, 'ajs-page-id')).toBeNull();
  });

  test.each([
    '/display/itops/split+tunnel+and+dns+after+vpn',
    '/pages/viewpage.action?pageId=655377',
    '/pages/viewpage.action?spaceKey=ITOPS&title=Split+tunnel+and+DNS+after+VPN',
    '/spaces/ITOPS/pages/655377/Split+tunnel+and+DNS+after+VPN',
    '/spaces/ITOPS/pages/655377',
  ])('%s is the page 655377', async (path) => {
    expect(meta(await dom(await ask(confluence, path)), 'ajs-page-id')).toBe('655377');
  });

  test('a short link leads to the page, without its title for those who may not see it', async () => {
    const open = await ask(confluence, `/x/${tinyCode('655377')}`);
    expect([open.status, open.headers.get('location')]).toEqual([
      302,
      '/display/ITOPS/Split+tunnel+and+DNS+after+VPN',
    ]);
    const hidden = await ask(confluence, `/x/${tinyCode('655440')}`);
    expect(hidden.headers.get('location')).toBe('/pages/viewpage.action?pageId=655440');
  });

  test.each([
    ['123456789', 'Fc1bBw'],
    ['65537', 'AQAB'],
  ])('the short link of %s is %s', (id, code) => {
    expect([tinyCode(id), fromTinyCode(code)]).toEqual([code, id]);
  });

  test('a space’s address shows its front page', async () => {
    const page = await dom(await ask(confluence, '/display/HR'));
    expect([meta(page, 'ajs-space-key'), text(page.querySelector('#title-text'))]).toEqual([
      'HR',
      'Human Resources Home',
    ]);
    expect(text(page.querySelector('#main-content'))).not.toContain('Salary data');
  });

  test('not permitted and not found show nothing of the page', async () => {
    const path = '/pages/viewpage.action?pageId=655440';
    const refused = await ask(confluence, path);
    expect(refused.status).toBe(200);
    const page = await dom(refused);
    expect([page.title, meta(page, 'ajs-page-id'), page.querySelector('#main-content')]).toEqual([
      'Not Permitted - ACME Confluence',
      null,
      null,
    ]);
    expect(page.documentElement.outerHTML).not.toMatch(/salary/i);
    confluence.settings.notPermittedStatus = 403;
    expect((await ask(confluence, path)).status).toBe(403);
    expect((await ask(confluence, path, 'hana.weiss')).status).toBe(200);
    expect((await ask(confluence, '/display/ITOPS/Nope')).status).toBe(404);
    confluence.modes.revoked.set('655377', 'forbidden');
    expect((await dom(await ask(confluence, '/pages/viewpage.action?pageId=655377'))).title).toMatch(
      /^Not Permitted/,
    );
  });

  test.each([
    '/dosearchsite.action?queryString=vpn',
    '/index.action',
    '/login.action',
    '/pages/createpage.action?spaceKey=HR',
  ])('%s carries no page id', async (path) => {
    const page = await dom(await ask(confluence, path));
    expect([page.body.id, meta(page, 'ajs-page-id')]).toEqual(['com-atlassian-confluence', null]);
  });

  test('the editor and the pages about a page carry its id, and none of its text', async () => {
    for (const path of ['/pages/editpage.action?pageId=655377', '/pages/viewinfo.action?pageId=655377']) {
      const page = await dom(await ask(confluence, path));
      expect([meta(page, 'ajs-page-id'), page.querySelector('#main-content')]).toEqual(['655377', null]);
    }
  });

  test('a sign-in by the form', async () => {
    const sent = await ask(confluence, '/display/HR', null);
    expect(sent.headers.get('location')).toBe(
      '/login.action?permissionViolation=true&os_destination=%2Fdisplay%2FHR',
    );
    const body = new URLSearchParams({
      os_username: 'dana.reyes',
      os_password: 'dana-demo-1',
      os_destination: '/display/HR',
    });
    const done = await ask(confluence, '/dologin.action', null, { method: 'POST', body });
    expect([done.status, done.headers.get('location')]).toEqual([302, '/display/HR']);
  });

  test('under a context path every address has it', async () => {
    confluence = createConfluenceFake(company, { now, contextPath: '/confluence' });
    const page = await dom(await ask(confluence, '/confluence/display/ITOPS/Split+tunnel+and+DNS+after+VPN'));
    expect(page.querySelector('#title-text a')?.getAttribute('href')).toMatch(/^\/confluence\/display\//);
    expect(meta(page, 'ajs-base-url')).toBe('https://confluence.acme.test/confluence');
    const answer = await ask(confluence, '/confluence/rest/api/content?limit=1');
    expect(listSchema.parse(await answer.json())._links.next).toMatch(/^\/rest\/api\/content\?/);
  });

  test('every article’s words are on its page, folded ones too', async () => {
    const articles = company.articles.filter(
      ({ home, state }) => home === 'confluence' && state === 'published',
    );
    const squeeze = (words: string) => words.replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
    for (const article of articles) {
      const page = await dom(
        await ask(confluence, `/pages/viewpage.action?pageId=${article.id}`, article.author),
      );
      const shown = squeeze(page.querySelector('#main-content')?.textContent ?? '');
      const lead = /^(?:Note|Warning|Hinweis|Achtung|Remarque|Attention)\b/;
      for (const line of toPlainText(article).split('\n')) {
        if (!lead.test(line)) expect(shown, article.slug).toContain(squeeze(line));
      }
    }
  });
});

test.each([() => jira, () => confluence])('every fact says how well it is known and where from', (fake) => {
  for (const fact of fake().facts) {
    expect(fact.reference.length, fact.fact).toBeGreaterThan(5);
    expect(['measured', 'sourced', 'assumed']).toContain(fact.known);
  }
  expect(new Set(fake().facts.map(({ fact }) => fact)).size).toBe(fake().facts.length);
});

test('modes and log see every request', async () => {
  jira.modes.failure = 'html';
  expect((await ask(jira, '/rest/api/2/myself')).headers.get('content-type')).toContain('text/html');
  expect((await ask(jira, '/browse/HELP-12')).status).toBe(200);
  expect(jira.log.map(({ path, user, status }) => [path, user, status])).toEqual([
    ['/rest/api/2/myself', 'dana.reyes', 200],
    ['/browse/HELP-12', 'dana.reyes', 200],
  ]);
});
