import { Window } from 'happy-dom';
import { beforeEach, describe, expect, test } from 'vitest';
import { loadCompany } from '../fakes/company';
import { createIntranetFake, type IntranetFake } from '../fakes/intranet';
import { cookieHeader } from '../fakes/sessions';

const company = loadCompany();
let fake: IntranetFake;
beforeEach(() => {
  fake = createIntranetFake(company, { now: () => Date.parse('2026-11-22T12:00:00Z') });
});

function ask(path: string, as: string | null = 'dana.reyes', init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  if (as !== null) headers.set('cookie', cookieHeader(fake.signIn(as)));
  return fake.handle(new Request(`https://intranet.acme.test${path}`, { ...init, headers }));
}
async function dom(response: Response) {
  const window = new Window({ settings: { disableJavaScriptEvaluation: true } });
  return new window.DOMParser().parseFromString(await response.text(), 'text/html');
}

describe('who is not signed in', () => {
  test.each(['/', '/policies/parking-permits', '/sitemap.xml', '/nowhere', '/data/it/status.json'])(
    'asking for %s is sent to sign in',
    async (path) => {
      const answer = await ask(path, null);
      expect([answer.status, answer.headers.get('location')]).toEqual([
        302,
        `/login?next=${encodeURIComponent(path)}`,
      ]);
    },
  );

  test('may read robots.txt, which names the sitemap and one of another host', async () => {
    const text = await (await ask('/robots.txt', null)).text();
    expect(text).toContain('Sitemap: https://intranet.acme.test/sitemap.xml');
    expect(text).toContain('Sitemap: https://cdn.acme.example/sitemap.xml');
  });

  test('gets a form with status 200, and is let in with the right password only', async () => {
    expect((await dom(await ask('/login', null))).querySelector('input[type="password"]')).not.toBeNull();
    const send = (password: string) =>
      ask('/login?next=/services/canteen-card', null, {
        method: 'POST',
        body: new URLSearchParams({ user: 'dana.reyes', password }).toString(),
      });
    expect((await send('wrong')).status).toBe(401);
    const answer = await send('dana-demo-1');
    expect(answer.headers.get('location')).toBe('/services/canteen-card');
    const cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const page = await ask('/services/canteen-card', null, { headers: { cookie } });
    expect(page.status).toBe(200);
  });

  test('is never sent on to another host', async () => {
    const body = new URLSearchParams({ user: 'dana.reyes', password: 'dana-demo-1' }).toString();
    for (const next of ['https://evil.example/', '//evil.example/', '/\\evil.example']) {
      const answer = await ask(`/login?next=${encodeURIComponent(next)}`, null, { method: 'POST', body });
      expect(answer.headers.get('location')).toBe('/');
    }
  });
});

describe('pages', () => {
  test('have their text in the middle of what stands on every page', async () => {
    const page = await dom(await ask('/policies/parking-permits'));
    expect(page.querySelector('main article h1')?.textContent).toBe('Parking permits');
    expect(page.querySelector('main article')?.textContent).toContain('P-4417');
    expect(page.querySelector('link[rel="canonical"]')?.getAttribute('href')).toBe(
      'https://intranet.acme.test/policies/parking-permits',
    );
    for (const around of ['nav', 'footer', '#cookie-banner', '.related-pages', '.feedback-form']) {
      expect(page.querySelector(around), around).not.toBeNull();
    }
  });

  test('name their user, or only a way out', async () => {
    const menu = async () => (await dom(await ask('/'))).querySelector('.user-menu')?.textContent;
    expect(await menu()).toContain('Dana Reyes');
    fake.settings.namesUser = false;
    expect(await menu()).toMatch(/^My page\s+Sign out$/);
  });

  test.each([
    ['/personnel/severance-terms', 'dana.reyes', 403],
    ['/personnel/severance-terms', 'hana.weiss', 200],
    ['/nowhere', 'dana.reyes', 404],
    // The news come from a system that says so in words only.
    ['/news/2026/nothing', 'dana.reyes', 200],
  ])('%s for %s is %i', async (path, person, status) => {
    expect((await ask(path, person)).status).toBe(status);
  });

  test.each([
    ['/policies/travel', '/policies/business-travel'],
    ['/policies/parking-permits/', '/policies/parking-permits'],
  ])('%s has moved to %s', async (path, target) => {
    const answer = await ask(path);
    expect([answer.status, answer.headers.get('location')]).toEqual([301, target]);
  });

  test('of status hold no text before their script has run', async () => {
    const page = await dom(await ask('/it/status'));
    expect(page.querySelector('main')?.textContent).not.toContain('Time recording');
    expect(page.querySelector('script')?.getAttribute('src')).toBe('/s/status.js');
    const data = await ask('/data/it/status.json');
    expect(JSON.stringify(await data.json())).toContain('Time recording stopped');
  });

  test('lists and the search show what one may open', async () => {
    const titles = async (path: string, person: string) =>
      (await dom(await ask(path, person))).querySelector('.page-list')?.textContent ?? '';
    expect(await titles('/a-to-z', 'dana.reyes')).not.toContain('severance');
    expect(await titles('/a-to-z', 'hana.weiss')).toContain('severance');
    expect(await titles('/search?q=canteen', 'dana.reyes')).toContain('Canteen card');
  });

  test('change when they are edited', async () => {
    fake.edit('/services/canteen-card', { body: 'Cash only from now on.' });
    expect(await (await ask('/services/canteen-card')).text()).toContain('Cash only');
    expect(() => fake.edit('/nowhere', {})).toThrow('/nowhere');
  });

  test.each(['lie', 'rtl', 'notitle', 'huge', 'flood'])('hostile: %s', async (mode) => {
    const html = await (await ask(`/policies/parking-permits?acme_hostile=${mode}`)).text();
    expect(html).toContain(`data-acme-hostile="${mode}"`);
    if (mode === 'huge') expect(html.length).toBeGreaterThan(2_000_000);
  });
});

describe('sitemaps', () => {
  test('are an index, and lists with pictures, files and another host among the pages', async () => {
    expect(await (await ask('/sitemap.xml')).text()).toContain(
      '<loc>https://intranet.acme.test/sitemap-company.xml</loc>',
    );
    const company = await (await ask('/sitemap-company.xml')).text();
    expect(company).toContain('<loc>https://intranet.acme.test/policies/parking-permits</loc>');
    for (const odd of ['<image:loc>', 'site-plan.pdf', 'partner.example']) expect(company).toContain(odd);
    expect(await (await ask('/sitemap-news.xml')).text()).toContain('leeds-office-moves');
  });

  test('list what not everybody may open', async () => {
    expect(await (await ask('/sitemap-company.xml')).text()).toContain('severance-terms');
  });

  test('can be missing', async () => {
    fake.settings.hasSitemap = false;
    expect((await ask('/sitemap.xml')).status).toBe(404);
    expect(await (await ask('/robots.txt')).text()).not.toContain('Sitemap');
  });
});

test('a page can be taken back', async () => {
  fake.modes.revoked.set('/services/canteen-card', 'forbidden');
  expect((await ask('/services/canteen-card')).status).toBe(403);
  fake.modes.revoked.set('/services/canteen-card', 'not-found');
  expect((await ask('/services/canteen-card')).status).toBe(404);
});
