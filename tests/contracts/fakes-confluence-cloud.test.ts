import { Window } from 'happy-dom';
import { beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { SitePage } from '../../lib/sites/site';
import { site } from '../../lib/sites/confluence-cloud';
import { createAtlassianCloudFake, type AtlassianCloudFake } from '../fakes/atlassian-cloud';
import { confluenceCloudFacts } from '../fakes/atlassian-cloud/confluence/facts';
import { loadCompany, type Article, type Company } from '../fakes/company';
import { tinyCode } from '../fakes/confluence-dc/records';
import { toPlainText } from '../fakes/markdown';
import { cookieHeader } from '../fakes/sessions';

const company = loadCompany();
const now = () => Date.parse('2026-11-22T12:00:00Z');
let fake: AtlassianCloudFake;

beforeEach(() => {
  fake = createAtlassianCloudFake(company, { now });
});

/** `as: null` asks without a session. */
function ask(path: string, as: string | null = 'dana.reyes'): Promise<Response> {
  const headers = new Headers();
  if (as !== null) headers.set('cookie', cookieHeader(fake.signIn(as)));
  return fake.handle(new Request(`https://${fake.host}${path}`, { headers }));
}

async function answer<T>(path: string, schema: z.ZodType<T>, as?: string): Promise<T> {
  const response = await ask(path, as);
  expect(response.status, path).toBe(200);
  return schema.parse(await response.json());
}

/** The page as a site sees it, before any script has run. */
async function pageOf(path: string, as?: string): Promise<SitePage> {
  const url = `https://${fake.host}${path}`;
  const window = new Window({ url, settings: { disableJavaScriptEvaluation: true, disableJavaScriptFileLoading: true, disableCSSFileLoading: true } }); // prettier-ignore
  window.document.write(await (await ask(path, as)).text());
  return { url: new URL(url), document: window.document as unknown as Document, frameName: '', isTop: true };
}

async function read(path: string, as?: string) {
  const page = await pageOf(path, as);
  const match = site.match(page.url, []);
  return match && site.read(page, match, AbortSignal.timeout(10_000));
}

const body = z.object({ value: z.string() });
const pageSchema = z.object({
  id: z.string(),
  status: z.string(),
  title: z.string(),
  spaceId: z.string(),
  authorId: z.string(),
  createdAt: z.string(),
  version: z.object({ number: z.number(), createdAt: z.string() }),
  body: z.object({ storage: body.optional(), view: body.optional(), atlas_doc_format: body.optional() }),
  labels: z.object({ results: z.array(z.object({ name: z.string() })) }).optional(),
  _links: z.object({ webui: z.string() }),
});
const listSchema = z.object({
  results: z.array(z.object({ id: z.string(), key: z.string().optional(), title: z.string().optional() })),
  _links: z.object({ next: z.string().optional() }),
});
const searchSchema = z.object({
  results: z.array(
    z.object({
      title: z.string(),
      excerpt: z.string(),
      url: z.string(),
      lastModified: z.string(),
      content: z.looseObject({ id: z.string(), type: z.string(), version: z.looseObject({ number: z.number(), when: z.string() }).optional() }),
    }),
  ),
  totalSize: z.number(),
  _links: z.looseObject({ base: z.string() }),
}); // prettier-ignore

/** Acme with one more article in Confluence. */
function withArticle(more: Partial<Article>): Company {
  const [model] = company.articles.filter(({ home }) => home === 'confluence');
  if (!model) throw new Error('Acme has no article in Confluence');
  const extra = {
    ...model,
    id: '700001',
    slug: 'extra',
    title: 'Planned outage on Saturday',
    visibility: 'all' as const,
  };
  return { ...company, articles: [...company.articles, { ...extra, ...more }] };
}

describe('REST 2', () => {
  test('a page names space and people by id, and has the body it was asked for', async () => {
    const page = await answer(
      '/wiki/api/v2/pages/655377?body-format=storage&include-labels=true',
      pageSchema,
    );
    expect(page).toMatchObject({
      id: '655377',
      status: 'current',
      title: 'Split tunnel and DNS after VPN',
      version: { number: 9 },
      labels: { results: [{ name: 'vpn' }, { name: 'dns' }, { name: 'split-tunnel' }] },
      _links: { webui: '/spaces/ITOPS/pages/655377/Split+tunnel+and+DNS+after+VPN' },
    });
    expect(page.authorId).toMatch(/^712020:/);
    expect(page.version.createdAt).toMatch(/Z$/);
    expect(page.body.storage?.value).toContain('<ac:structured-macro');
    expect(page.body.storage?.value).not.toContain('acme:');
    const bare = await answer('/wiki/api/v2/pages/655377', pageSchema);
    expect([bare.body, bare.labels]).toEqual([{}, undefined]);
    const adf = await answer('/wiki/api/v2/pages/655377?body-format=atlas_doc_format', pageSchema);
    expect(adf.body.atlas_doc_format?.value).toMatch(/^\{"(?:type|version)":/);
  });

  test('an earlier version is kept', async () => {
    fake.editPage('655377', { body: 'Now different.', by: 'nils.brandt' });
    const path = '/wiki/api/v2/pages/655377?body-format=storage';
    expect((await answer(path, pageSchema)).body.storage?.value).toBe('<p>Now different.</p>');
    const old = await answer(`${path}&version=9`, pageSchema);
    expect([old.id, old.status, old.version.number]).toEqual(['655377', 'historical', 9]);
    expect((await ask(`${path}&version=99`)).status).toBe(404);
  });

  test('pages and blog posts are found under their own addresses only', async () => {
    fake = createAtlassianCloudFake(withArticle({ labels: ['blog'], created: '2026-11-20T08:00:00Z' }), {
      now,
    });
    expect((await ask('/wiki/api/v2/pages/700001')).status).toBe(404);
    const post = await answer('/wiki/api/v2/blogposts/700001', pageSchema);
    expect(post._links.webui).toMatch(/^\/spaces\/\w+\/blog\/2026\/11\/20\/700001\/Planned\+outage/);
    expect((await ask('/wiki/api/v2/blogposts/655377')).status).toBe(404);
    expect((await read(`/wiki${post._links.webui}`))?.title).toBe('Planned outage on Saturday');
  });

  test.each([
    ['/wiki/api/v2/pages/655440', 'dana.reyes', 404],
    ['/wiki/api/v2/pages/655440', 'hana.weiss', 200],
    ['/wiki/api/v2/pages/655510', 'priya.nair', 404],
    ['/wiki/api/v2/pages/1', 'dana.reyes', 404],
    ['/wiki/api/v2/pages/one', 'dana.reyes', 400],
    ['/wiki/api/v2/pages/655377?body-format=wiki', 'dana.reyes', 400],
    ['/wiki/api/v2/pages?body-format=view', 'dana.reyes', 400],
    ['/wiki/api/v2/nothing', 'dana.reyes', 404],
    ['/wiki/api/v2/pages/655377', 'mateo.ruiz', 403],
  ])('%s for %s is %i', async (path, as, status) => {
    const response = await ask(path, as);
    expect(response.status).toBe(status);
    if (status >= 400) expect(await response.json()).toMatchObject({ errors: [{ status }] });
  });

  test('titles are compared exactly, in one space', async () => {
    const found = async (title: string, space: string) => {
      const { results } = await answer(`/wiki/api/v2/spaces?keys=${space}`, listSchema);
      const query = new URLSearchParams({ 'space-id': results[0]?.id ?? '', title });
      return (await answer(`/wiki/api/v2/pages?${query.toString()}`, listSchema)).results.map(({ id }) => id);
    };
    expect(await found('Split tunnel and DNS after VPN', 'ITOPS')).toEqual(['655377']);
    expect(await found('split tunnel and dns after vpn', 'ITOPS')).toEqual([]);
    expect(await found('Split tunnel and DNS after VPN', 'HR')).toEqual([]);
  });

  test('lists are read by cursor, each row once', async () => {
    const seen: string[] = [];
    let next: string | undefined = '/wiki/api/v2/pages?limit=7';
    while (next !== undefined) {
      const page: z.infer<typeof listSchema> = await answer(next, listSchema);
      seen.push(...page.results.map(({ id }) => id));
      next = page._links.next;
    }
    expect(seen.length).toBeGreaterThan(15);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).not.toContain('655440');
  });
});

describe('REST 1', () => {
  const search = (cql: string, more = '') =>
    `/wiki/rest/api/search?cql=${encodeURIComponent(cql)}&limit=5${more}`;

  test('a search marks what it found and expands what belongs to the content', async () => {
    const path = search(
      'siteSearch ~ "certificate" AND type in (page, blogpost)',
      '&expand=content.version,content.space',
    );
    const { results, totalSize, _links } = await answer(path, searchSchema); // prettier-ignore
    expect(totalSize).toBeGreaterThan(0);
    expect(_links.base).toBe('https://acme.atlassian.net/wiki');
    const hit = results.find(({ content }) => content.id === '655384');
    expect(hit).toMatchObject({
      url: expect.stringMatching(/^\/spaces\/ITOPS\/pages\/655384\//),
      content: {
        type: 'page',
        space: { key: 'ITOPS' },
        version: { by: { accountId: expect.stringMatching(/:/) } },
      },
    });
    expect(`${hit?.title ?? ''} ${hit?.excerpt ?? ''}`).toMatch(/@@@hl@@@certificate/i);
    expect(JSON.stringify(results)).not.toContain('username');
  });

  test('what cannot be parsed is 400, what may not be seen is not found', async () => {
    expect((await ask(search('text ~ "'))).status).toBe(400);
    expect((await ask('/wiki/rest/api/search'))?.status).toBe(400);
    const ids = async (as: string) =>
      (await answer(search('text ~ "salary"'), searchSchema, as)).results.map(({ content }) => content.id);
    expect(await ids('hana.weiss')).toContain('655440');
    expect(await ids('dana.reyes')).not.toContain('655440');
  });

  test.each([
    ['nobody', null],
    ['somebody without a seat', 'mateo.ruiz'],
  ])('%s is told that nobody is known', async (_, as) => {
    for (const path of ['user/current', 'search?cql=type%3Dpage', 'content/655377', 'space']) {
      const response = await ask(`/wiki/rest/api/${path}`, as);
      expect([path, response.status, await response.json()]).toEqual([
        path,
        403,
        { message: 'Current user not permitted to use Confluence', statusCode: 403 },
      ]);
    }
  });

  test('people have account ids, which every answer names', async () => {
    const response = await ask('/wiki/rest/api/user/current');
    const user = z.object({ type: z.literal('known'), accountId: z.string(), displayName: z.string() });
    const { accountId } = user.parse(await response.json());
    expect(response.headers.get('x-aaccountid')).toBe(accountId);
    expect(response.headers.get('x-ausername')).toBeNull();
  });

  test('a hidden page is refused here', async () => {
    expect((await ask('/wiki/rest/api/content/655440')).status).toBe(403);
  });

  test('everybody may know which site it is', async () => {
    const tenant = await (await ask('/_edge/tenant_info', null)).json();
    expect(tenant).toEqual({ cloudId: expect.stringMatching(/^[0-9a-f-]{36}$/) });
  });
});

describe('pages', () => {
  const path = '/wiki/spaces/ITOPS/pages/655377/Split+tunnel+and+DNS+after+VPN';

  test.each(['655377', '655461', '655384'])('page %s is read from its own page', async (id) => {
    const article = company.articles.find((each) => each.id === id);
    const reading = await read(`/wiki/spaces/X/pages/${id}`, article?.author);
    expect(reading).toMatchObject({
      title: article?.title,
      match: { ref: { id, idType: 'page-id' } },
      pageUser: expect.stringMatching(/^712020:/),
    });
  });

  test('every word of every article is on its page', async () => {
    const squeeze = (words: string) => words.replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
    const lead = /^(?:Note|Warning|Hinweis|Achtung|Remarque|Attention)\b/;
    const articles = company.articles.filter(
      ({ home, state }) => home === 'confluence' && state === 'published',
    );
    for (const article of articles) {
      const { document } = await pageOf(`/wiki/spaces/X/pages/${article.id}`, article.author);
      const shown = squeeze(document.querySelector('.ak-renderer-document')?.textContent ?? '');
      for (const line of toPlainText(article).split('\n')) {
        if (!lead.test(line)) expect(shown, article.slug).toContain(squeeze(line));
      }
    }
  });

  test('comments stand apart, the tree too', async () => {
    fake.editPage('655377', { comment: { author: 'sam.okafor', body: 'Solved by a reboot of the moon.' } });
    const { document } = await pageOf(path);
    expect(document.querySelector('#comments-section')?.textContent).toContain('reboot of the moon');
    expect(document.querySelector('[data-testid="page-tree"]')?.textContent).toContain('Docking');
    const reading = await read(path);
    expect(JSON.stringify(reading?.blocks)).not.toMatch(/moon|Docking station/);
  });

  test('only who may edit has a link that says the id', async () => {
    const article = company.articles.find(({ id }) => id === '655377');
    const edit = async (as: string) =>
      (await pageOf(path, as)).document.querySelector('#editPageLink')?.getAttribute('href') ?? null;
    expect(await edit(article?.author ?? '')).toBe('/wiki/spaces/ITOPS/pages/edit-v2/655377');
    expect(await edit('admin')).not.toBeNull();
    const reader = company.people.find(
      ({ id, roles }) => id !== article?.author && roles.length > 0 && !roles.includes('admin'),
    );
    expect(await edit(reader?.id ?? '')).toBeNull();
  });

  test('an old version is shown as one', async () => {
    fake.editPage('655377', { title: 'Split tunnel', body: 'Shorter now.' });
    expect(await read('/wiki/spaces/ITOPS/pages/655377/Split+tunnel')).toMatchObject({
      title: 'Split tunnel',
      blocks: [{ text: 'Shorter now.' }],
    });
    expect((await read(`${path}?pageVersion=9`))?.title).toBe('Split tunnel and DNS after VPN');
  });

  test.each([
    [`/wiki/x/${tinyCode('655377')}`, path],
    ['/wiki/pages/viewpage.action?pageId=655377', path],
    ['/wiki/display/ITOPS/Split+tunnel+and+DNS+after+VPN', path],
    // The address of what is hidden does not tell its title.
    [`/wiki/x/${tinyCode('655440')}`, '/wiki/spaces/HR/pages/655440'],
  ])('%s leads to %s', async (from, to) => {
    const response = await ask(from);
    expect([response.status, response.headers.get('location')]).toEqual([302, to]);
  });

  test.concurrent.each<[string, string?]>([
    ['/wiki/home'],
    ['/wiki/search?text=vpn'],
    ['/wiki/spaces/ITOPS/overview'],
    ['/wiki/spaces/ITOPS/pages/edit-v2/655377'],
    ['/wiki/spaces/ITOPS/pages/create-content/page'],
    ['/wiki/spaces/ITOPS/whiteboard/55'],
    ['/wiki/spaces/HR/pages/655440/Salary'],
    ['/wiki/spaces/HR/pages/1/Nothing'],
    ['/wiki/spaces/ITOPS/pages/655377/Split', 'mateo.ruiz'],
  ])('%s has no page to read', { timeout: 10_000 }, async (where, as) => {
    expect(await read(where, as)).toBeNull();
  });

  test('nobody without a session sees anything: the sign-in is on another host', async () => {
    for (const where of [path, '/wiki/home', '/wiki/api/v2/pages/655377']) {
      const response = await ask(where, null);
      const to = new URL(response.headers.get('location') ?? '');
      expect([response.status, to.origin]).toEqual([302, 'https://id.atlassian.com']);
      expect(to.searchParams.get('continue')).toContain(encodeURIComponent(where));
    }
  });

  test.each(['lie', 'rtl', 'notitle', 'huge'])('the flavour %s is a page all the same', async (flavour) => {
    const { document } = await pageOf(`${path}?acme_hostile=${flavour}`);
    expect(document.body.dataset.acmeHostile).toBe(flavour);
    expect(document.querySelector('.ak-renderer-document')).not.toBeNull();
    expect(document.querySelector('[data-testid="title-text"]')?.textContent === '').toBe(
      flavour === 'notitle',
    );
  });

  test('script and style are served, nothing else beside them', async () => {
    expect((await ask('/wiki/s/app.js')).headers.get('content-type')).toContain('javascript');
    expect((await ask('/wiki/s/confluence.css')).status).toBe(200);
    expect((await ask('/wiki/s/../routes.ts')).status).toBe(404);
  });
});

test('every fact says how well it is known and where from', () => {
  for (const { fact, reference } of confluenceCloudFacts) expect(reference.length, fact).toBeGreaterThan(5);
  expect(new Set(confluenceCloudFacts.map(({ fact }) => fact)).size).toBe(confluenceCloudFacts.length);
});
