import { describe, expect, test } from 'vitest';
import { HOST, source, html, moved, words, urlset, io, kindOf } from '../../tests/portal';
import { generic } from './generic';

describe('whose session it is', () => {
  const who = async (head: string, now = Date.UTC(2026, 10, 22, 9, 5)) =>
    generic.identify(
      source(),
      io({ '/': () => html(`<body><header>${head}</header><main>${words}</main>`) }, { now: () => now }),
    );
  const dana = '<a class="user-name" href="/people/dana.reyes">Dana Reyes</a> <a href="/logout">Log out</a>';

  test('is a person’s where the front page names one', async () => {
    expect(await who(dana)).toEqual({ userId: 'user:dana.reyes', displayName: 'Dana Reyes' });
  });

  test('is nobody’s where it offers to sign in', async () => {
    expect(await who('<a href="/login">Sign in</a>')).toEqual({ userId: 'anonymous', displayName: null });
  });

  test('is not known where it only offers to sign out: the name changes with the session and the hour', async () => {
    const one = await who('<a href="/logout?key=1">Log out</a>');
    const sameHour = await who('<a href="/logout?key=1">Log out</a>', Date.UTC(2026, 10, 22, 9, 55));
    const other = await who('<a href="/logout?key=2">Log out</a>');
    const later = await who('<a href="/logout?key=1">Log out</a>', Date.UTC(2026, 10, 22, 10, 0));
    expect(sameHour).toEqual(one);
    expect(new Set([one.userId, other.userId, later.userId]).size).toBe(3);
    expect(one.userId).not.toContain('key=1');
  });

  test('is not known, and not "anonymous", where it says nothing at all', async () => {
    const one = await who('');
    expect(one.userId).not.toBe('anonymous');
    expect((await who('', Date.UTC(2026, 10, 22, 10, 5))).userId).not.toBe(one.userId);
  });

  test.each<[string, () => Response]>([
    ['sends to a sign-in', () => moved('https://idp.example/sso')],
    [
      'asks for a password',
      () => html('<title>Sign in</title><form action="/login"><input type="password"></form>'),
    ],
    ['answers 401', () => html('', { status: 401 })],
  ])('is over where the front page %s', async (_, answer) => {
    expect(await kindOf(generic.identify(source(), io({ '/': answer })))).toBe('signed-out');
  });

  test('is told by a listed page where the front page only leads to another', async () => {
    const answers = {
      '/': () => moved('/home'),
      '/sitemap.xml': () => urlset(`${HOST}/parking`),
      '/parking': () => html(`<header>${dana}</header><main>${words}</main>`),
    };
    expect(await generic.identify(source(), io(answers))).toMatchObject({ userId: 'user:dana.reyes' });
    const over = { ...answers, '/parking': () => moved('/login') };
    expect(await kindOf(generic.identify(source(), io(over)))).toBe('signed-out');
  });

  test('is left open by a server in trouble', async () => {
    expect(await kindOf(generic.identify(source(), io({ '/': () => html('', { status: 503 }) })))).toBe(
      'server',
    );
  });
});
