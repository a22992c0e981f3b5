/**
 * Whom a page of an unknown site shows as signed in. `unnamed`: somebody is, since there is a way out, and the page
 * does not say who; `unknown`: the page shows neither a way in nor a way out.
 */
export type PageAccount =
  | { readonly state: 'named'; readonly id: string; readonly name: string }
  | { readonly state: 'unnamed'; readonly signOut: string }
  | { readonly state: 'nobody' | 'unknown' };

const userMetas = [
  'user-login',
  'current-user',
  'current-user-name',
  'username',
  'user-name',
  'ajs-remote-user',
];

const way = {
  out: /(?:^|[^a-z])(?:log-?(?:out|off)|sign-?out|abmelden|deconnexion|cerrar-?sesion|uitloggen)(?:[^a-z]|$)/,
  in: /(?:^|[^a-z])(?:log-?(?:in|on)|sign-?in|anmelden|einloggen|connexion|iniciar-?sesion|inloggen)(?:[^a-z]|$)/,
} as const;
const said = {
  out: /^(?:log ?(?:out|off)|sign ?out|abmelden|ausloggen|(?:se )?d[ée]connexion|se d[ée]connecter|cerrar sesi[óo]n|uitloggen|esci|sair|wyloguj|logg ut|log ud)$/,
  in: /^(?:log ?(?:in|on)|sign ?in|anmelden|einloggen|se connecter|connexion|iniciar sesi[óo]n|inloggen|accedi|entrar|zaloguj|logg inn?|log ind)$/,
} as const;

const nameAttributes = ['data-username', 'data-user-name', 'data-user-login', 'data-login'];
const nameClass =
  /(?:^|\s)(?:(?:user|current-?user|account|profile|display|login|member)[-_]*(?:full)?name|user[-_]?(?:id|login)|username)(?:\s|$)/i;
const profileAddress =
  /\/(?:users?|people|profiles?|persons?|members?|staff|~)\/?([^/?#]{2,80})\/?(?:[?#]|$)/i;
const noName =
  /^(?:me|my|self|edit|view|settings|preferences|profile|account|index|list|all|directory|search|home|help|new|log-?out|sign-?out|login|password)(?:[.-].*)?$/i;
const signedInAs =
  /(?:(?:signed|logged)[ -]in as|angemeldet als|connect[ée]e? en tant que|conectado como|ingelogd als)[:\s]+([^|·•,(\n]{2,60})/i;

/** Climbs as far from the way out as an account menu reaches. */
const MOST_STEPS = 5;
const LONGEST_MENU = 400;
const MOST_LINKS = 2_000;

/**
 * Says only what the page states: a meta tag, "signed in as", a name or a person's page beside the way out. What its
 * articles say of people and of signing out does not count.
 */
export function pageAccount(document: Document, page: URL): PageAccount {
  for (const name of userMetas) {
    const content = document.querySelector(`meta[name="${name}"]`)?.getAttribute('content')?.trim();
    if (content) return { state: 'named', id: content, name: content };
  }
  const ways = [...document.querySelectorAll('a[href], button, form[action], input[type="submit"]')]
    .slice(0, MOST_LINKS)
    .filter((each) => each.closest('main, article, [role="main"]') === null);
  const out = ways.find((each) => leads(each, 'out'));
  if (out) return namedBeside(out) ?? { state: 'unnamed', signOut: addressOf(out) };
  // A way into another service is not one into this.
  const isIn = (each: Element) => leads(each, 'in') && isOwn(addressOf(each), page);
  const asks = document.querySelector('input[type="password"]') !== null;
  return { state: asks || ways.some(isIn) ? 'nobody' : 'unknown' };
}

function isOwn(address: string, page: URL): boolean {
  return URL.canParse(address, page) && new URL(address, page).origin === page.origin;
}

function leads(element: Element, direction: 'in' | 'out'): boolean {
  const words = (element.textContent || element.getAttribute('value') || '').replace(/\s+/g, ' ').trim();
  if (said[direction].test(words.slice(0, 40).toLowerCase())) return true;
  // Its words, where it has many, are about something else: a link to an article on signing in.
  return words.length <= 40 && way[direction].test(addressOf(element).toLowerCase());
}

function addressOf(element: Element): string {
  return element.getAttribute('href') ?? element.getAttribute('action') ?? '';
}

function namedBeside(out: Element): PageAccount | null {
  let area = out.parentElement;
  for (let step = 0; step < MOST_STEPS && area; step += 1, area = area.parentElement) {
    const text = (area.textContent ?? '').replace(/\s+/g, ' ').trim();
    if (text.length > LONGEST_MENU || /^(?:BODY|HTML|MAIN|ARTICLE)$/i.test(area.tagName)) return null;
    const found = nameIn(area, text.replace((out.textContent ?? '').replace(/\s+/g, ' ').trim(), '|'));
    if (found) return { state: 'named', ...found };
  }
  return null;
}

function nameIn(area: Element, text: string): { id: string; name: string } | null {
  for (const element of [area, ...area.querySelectorAll('*')]) {
    const words = (element.textContent ?? '').replace(/\s+/g, ' ').trim();
    for (const attribute of nameAttributes) {
      const id = element.getAttribute(attribute)?.trim();
      if (id) return { id, name: id };
    }
    const person = profileAddress.exec(element.getAttribute('href') ?? '')?.[1];
    if (person && !noName.test(person)) {
      return { id: person, name: words.length > 0 && words.length <= 60 ? words : person };
    }
    const isName = nameClass.test(element.getAttribute('class') ?? '') && words.length >= 2;
    if (isName && words.length <= 60 && !noName.test(words)) return { id: words, name: words };
  }
  const name = signedInAs.exec(text)?.[1]?.trim();
  return name ? { id: name, name } : null;
}
