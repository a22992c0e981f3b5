import { Window } from 'happy-dom';
import { describe, expect, test } from 'vitest';
import { pageAccount } from './generic-account';

const page = new URL('https://portal.acme.test/');
function account(html: string) {
  const window = new Window({ settings: { disableJavaScriptEvaluation: true } });
  return pageAccount(new window.DOMParser().parseFromString(html, 'text/html') as unknown as Document, page);
}

describe('a page names its user', () => {
  test.each<[string, string, string, string?]>([
    ['in a meta tag', '<meta name="user-login" content="dreyes">', 'dreyes'],
    ['in words', '<div>Signed in as Dana Reyes | <a href="/logout">Sign out</a></div>', 'Dana Reyes'],
    ['in German words', '<div>Angemeldet als: dreyes <a href="/abmelden">Abmelden</a></div>', 'dreyes'],
    [
      'by a page of theirs',
      '<div><a href="/people/dana.reyes">Dana</a> <a href="/x?logout=1">Exit</a></div>',
      'dana.reyes',
      'Dana',
    ],
    [
      'by a class',
      '<ul><li><span class="display-name">Dana Reyes</span></li><li><form action="/logout"><button>Log out</button></form></li></ul>',
      'Dana Reyes',
    ],
    ['by an attribute', '<div data-username="dreyes"><button>Log out</button></div>', 'dreyes'],
    [
      'in a menu around the way out',
      '<header><button class="user-name">Dana Reyes</button><ul><li><a href="/settings">Settings</a></li><li><a href="/logout">Log out</a></li></ul></header>',
      'Dana Reyes',
    ],
  ])('%s', (_, html, id, name = id) => {
    expect(account(html)).toEqual({ state: 'named', id, name });
  });

  test.each<[string, string]>([
    [
      'by a list of people beside the way out',
      '<nav><a href="/people">People</a> <a href="/people/directory">All</a> <a href="/logout">Log out</a></nav>',
    ],
    [
      'by a link to whoever asks',
      '<div><a href="/profile/me">My page</a> <a href="/logout">Log out</a></div>',
    ],
    [
      'far from the way out',
      `<div><a href="/people/ann">Ann</a><p>${'News of the day. '.repeat(40)}</p><a href="/logout">Log out</a></div>`,
    ],
    [
      'in an article about signing out',
      '<main><p>Signed in as Dana? <a href="/people/dana">Dana</a> <a href="/logout">Log out</a></p></main><div><a href="/logout">Log out</a></div>',
    ],
  ])('not %s', (_, html) => {
    expect(account(html)).toMatchObject({ state: 'unnamed' });
  });
});

test.each<[string, string, string]>([
  ['a way in', '<header><a href="/login">Sign in</a></header>', 'nobody'],
  ['a sign-in form', '<header><input type="password"></header>', 'nobody'],
  [
    'a way into another service',
    '<header><a href="https://chat.example/signin">Chat</a></header>',
    'unknown',
  ],
  ['an article on signing in', '<main><a href="/it/login">Log in</a></main>', 'unknown'],
  [
    'a link to an article on signing in',
    '<nav><a href="/it/how-to-sign-in-at-home">How to sign in at home with your new phone</a></nav>',
    'unknown',
  ],
  ['neither', '<h1>Handbook</h1>', 'unknown'],
])('with %s: %s', (_, html, state) => {
  expect(account(html).state).toBe(state);
});
