import { setCookie } from '../sessions';
import { ApiError, readDenied } from './api-errors';
import { parseModule } from './api-parse';
import { queryModule } from './api-query';
import { loginToken, mayRead, userId, type WikiCall, type WikiInstance } from './instance';
import { pagePath } from './store';

/** `api.php`: every answer is 200, errors too. */
export async function apiAnswer(wiki: WikiInstance, call: WikiCall): Promise<Response> {
  const body = call.request.method === 'POST' ? await call.request.text() : '';
  const parameters = new URLSearchParams([...call.url.searchParams, ...new URLSearchParams(body)]);
  if (parameters.get('format') !== 'json') return helpPage();
  try {
    checkAssertions(parameters, call);
    return await runModule(wiki, call, parameters);
  } catch (error) {
    if (error instanceof ApiError) return errorAnswer(error, wiki);
    throw error;
  }
}

async function runModule(wiki: WikiInstance, call: WikiCall, parameters: URLSearchParams): Promise<Response> {
  const action = parameters.get('action') ?? 'help';
  switch (action) {
    case 'query':
      return answer(queryModule(wiki, call, parameters), parameters);
    case 'parse':
      if (!mayRead(wiki, call)) throw readDenied();
      return answer(parseModule(wiki, parameters), parameters);
    case 'opensearch':
      if (!mayRead(wiki, call)) throw readDenied();
      return answer(openSearch(wiki, parameters), parameters);
    case 'clientlogin':
      return clientLogin(wiki, call, parameters);
    case 'logout':
      if (call.session) wiki.sessions.close(call.session);
      return answer({}, parameters);
    default:
      throw new ApiError('badvalue', `Unrecognized value for parameter "action": ${action}.`);
  }
}

/** A lost or changed session shows as an error where the caller said who they are. */
function checkAssertions(parameters: URLSearchParams, { person }: WikiCall): void {
  const user = parameters.get('assertuser');
  if (user !== null && person?.name !== user.replaceAll('_', ' ')) {
    const info = `You are no longer logged in as "${user}", so the action could not be completed.`;
    throw new ApiError('assertnameduserfailed', info);
  }
  const asserted = parameters.get('assert');
  if (asserted === 'user' && !person) {
    throw new ApiError(
      'assertuserfailed',
      'You are no longer logged in, so the action could not be completed.',
    );
  }
  if (asserted === 'anon' && person)
    throw new ApiError('assertanonfailed', 'Assertion that the user is anonymous failed.');
}

function openSearch(wiki: WikiInstance, parameters: URLSearchParams): unknown {
  const text = parameters.get('search') ?? '';
  const pages = wiki.store.pages
    .filter(({ title }) => title.toLowerCase().startsWith(text.toLowerCase()))
    .slice(0, 10);
  return [
    text,
    pages.map(({ title }) => title),
    pages.map(() => ''),
    pages.map(({ title }) => wiki.baseUrl + pagePath(title)),
  ];
}

function clientLogin(wiki: WikiInstance, call: WikiCall, parameters: URLSearchParams): Response {
  if (call.request.method !== 'POST')
    throw new ApiError('mustbeposted', 'The "clientlogin" module requires a POST request.');
  if (!call.session || parameters.get('logintoken') !== loginToken(call))
    throw new ApiError('badtoken', 'Invalid CSRF token.');
  const name = (parameters.get('username') ?? '').replaceAll('_', ' ').trim();
  const person = wiki.store.company.people.find((candidate) => candidate.name === name);
  if (!person || person.password !== parameters.get('password')) {
    const message = 'Incorrect username or password entered. Please try again.';
    return answer({ clientlogin: { status: 'FAIL', message, messagecode: 'wrongpassword' } }, parameters);
  }
  const response = answer({ clientlogin: { status: 'PASS', username: person.name } }, parameters);
  for (const cookie of signedInCookies(wiki, person.id))
    response.headers.append('set-cookie', setCookie(cookie));
  return response;
}

/** The cookies of a new session: its own, and two that name the user. */
export function signedInCookies(wiki: WikiInstance, personId: string) {
  const person = wiki.store.company.person(personId);
  const named = (name: string, value: string) => ({ name, value, httpOnly: true, sameSite: 'Lax' as const });
  return [
    ...wiki.sessions.cookies(wiki.sessions.start(personId)),
    named('wikiUserID', String(userId(wiki, person))),
    named('wikiUserName', encodeURIComponent(person.name).replaceAll('%20', '+')),
  ];
}

function answer(body: unknown, parameters: URLSearchParams): Response {
  const shaped = parameters.get('formatversion') === '2' ? body : toVersion1(body);
  return Response.json(shaped, { headers: apiHeaders });
}

const apiHeaders = {
  'content-type': 'application/json; charset=utf-8',
  'cache-control': 'private, must-revalidate, max-age=0',
  'x-content-type-options': 'nosniff',
};

function errorAnswer({ code, info }: ApiError, wiki: WikiInstance): Response {
  const docref = `See ${wiki.baseUrl}/api.php for API usage.`;
  return Response.json(
    { error: { code, info, docref } },
    { headers: { ...apiHeaders, 'mediawiki-api-error': code } },
  );
}

/** The older shape: true is an empty string, false is absent, pages are keyed by id. */
function toVersion1(value: unknown): unknown {
  if (value === true) return '';
  if (Array.isArray(value)) return value.map(toVersion1);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, member]) => member !== false);
  return Object.fromEntries(
    entries.map(([name, member]) => [
      name,
      name === 'pages' && Array.isArray(member)
        ? Object.fromEntries(
            member.map((page: { pageid?: number }, index) => [
              String(page.pageid ?? -index - 1),
              toVersion1(page),
            ]),
          )
        : toVersion1(member),
    ]),
  );
}

function helpPage(): Response {
  const body =
    '<!DOCTYPE html><html class="client-nojs" lang="en"><head><meta charset="UTF-8"/><title>MediaWiki API help</title></head><body class="mw-apihelp">This is an auto-generated MediaWiki API documentation page.</body></html>';
  return new Response(body, { headers: { 'content-type': 'text/html; charset=utf-8' } });
}
