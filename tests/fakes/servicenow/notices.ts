import { escapeHtml } from '../markdown';
import { setCookie, type Sessions } from '../sessions';
import { redirect } from './answers';
import type { Call, Instance } from './instance';
import { document, page } from './layout';

/** A page that only says why there is nothing: still 200, as the product answers. */
export function noticePage(call: Call, message: string, status = 200): Response {
  const answer = page(call, {
    title: 'ServiceNow',
    styles: ['classic.css'],
    bodyClass: 'classic',
    body: `<div class="outputmsg_div" role="alert"><div class="outputmsg outputmsg_error">${escapeHtml(message)}</div></div>`,
  });
  return status === 200 ? answer : new Response(answer.body, { status, headers: answer.headers });
}

/** Somebody without a session asks for a page: the login form inside frames, else the way to it. */
export function signInFirst(request: Request, url: URL): Response {
  const inFrame = request.headers.get('sec-fetch-dest') === 'iframe';
  const wanted = url.pathname + url.search;
  if (inFrame && url.pathname.endsWith('.do')) return loginPage(wanted);
  return redirect(`/login.do?sysparm_goto_url=${encodeURIComponent(wanted)}`);
}

/** `/login.do`: the form, and what it is sent to. */
export async function login(instance: Instance, request: Request, url: URL): Promise<Response> {
  if (request.method !== 'POST') return loginPage(url.searchParams.get('sysparm_goto_url') ?? '');
  const sent = new URLSearchParams(await request.text());
  const name = sent.get('user_name')?.trim().toLowerCase();
  const goto = sent.get('sysparm_goto_url') ?? '';
  const person = instance.company.people.find((each) => each.id === name || each.email === name);
  if (!person || person.password !== sent.get('user_password')) return loginPage(goto, true);
  const session = instance.sessions.start(person.id);
  const isLocal = /^\/(?![/\\])/.test(goto);
  return redirect(isLocal ? goto : '/now/nav/ui/home', instance.sessions.cookies(session).map(setCookie));
}

/** `/logout.do` ends this session and forgets its cookie. */
export function logout(sessions: Sessions, request: Request): Response {
  const session = sessions.of(request);
  if (session) sessions.close(session);
  const answer = document({
    title: 'Logged out',
    styles: ['login.css'],
    body: loginBody('', 'You have logged out'),
  });
  answer.headers.append('set-cookie', `${sessions.cookieName}=; Path=/; Max-Age=0; Secure; HttpOnly`);
  return answer;
}

function loginPage(goto: string, failed = false): Response {
  return document({
    title: 'Log in | ServiceNow',
    styles: ['login.css'],
    bodyClass: 'login',
    body: loginBody(goto, failed ? 'User name or password invalid. Please try again.' : ''),
  });
}

function loginBody(goto: string, message: string): string {
  return `
<main class="login-card">
  <div class="login-brand">acme<span class="dot">.</span></div>
  <h1>Log in</h1>
  ${message ? `<div class="outputmsg" role="alert">${escapeHtml(message)}</div>` : ''}
  <form id="login" name="loginpage" action="/login.do" method="post">
    <input type="hidden" name="sys_action" value="sysverb_login">
    <input type="hidden" name="sysparm_goto_url" value="${escapeHtml(goto)}">
    <label for="user_name">User name</label>
    <input id="user_name" name="user_name" autocomplete="username">
    <label for="user_password">Password</label>
    <input id="user_password" name="user_password" type="password" autocomplete="current-password">
    <button id="sysverb_login" name="not_important" type="submit">Log in</button>
  </form>
</main>`;
}
