import { html, redirect, type Call } from '../../atlassian/server';
import { escapeHtml } from '../../markdown';
import type { AtlassianCloud } from '../instance';

function plainPage(
  title: string,
  body: string,
  status: number,
  headers: Record<string, string> = {},
): Response {
  const page = html(
    `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(title)}</title><link rel="stylesheet" href="/s/cloud.css"></head>
<body>${body}</body></html>`,
    status,
  );
  for (const [name, value] of Object.entries(headers)) page.headers.set(name, value);
  return page;
}

/** The identity host's form, which the double serves itself so that people can sign in without that host. */
export function loginPage(problem: string | null, destination: string): Response {
  const message = problem ? `<p role="alert" id="login-error">${escapeHtml(problem)}</p>` : '';
  return plainPage(
    'Log in with Atlassian account',
    `<section class="login"><h1>Log in to continue</h1><form id="form-login" data-testid="form-login" action="/login" method="post">${message}
<label for="username">Email</label><input id="username" name="os_username" type="text" autocomplete="username" autofocus>
<label for="password">Password</label><input id="password" name="os_password" type="password" autocomplete="current-password">
<input type="hidden" name="dest-url" value="${escapeHtml(destination)}">
<button id="login-submit" type="submit">Log in</button></form></section>`,
    200,
  );
}

export function missingPage(): Response {
  return plainPage(
    'Oops, you’ve found a dead link',
    '<section class="login"><h1>Oops, you’ve found a dead link.</h1><p>Go back to the previous page.</p></section>',
    404,
  );
}

/** What stands before the site, whatever was asked for; null where nothing does. */
export function edgeAnswer(cloud: AtlassianCloud, call: Call): Response | null {
  // Scripts and styles come from elsewhere than the application.
  if (call.path.startsWith('/s/')) return null;
  switch (cloud.settings.edge) {
    case 'open':
      return null;
    case 'captcha':
      return plainPage(
        'Human verification',
        '<section class="login"><h1>Let’s confirm you are human</h1><p>Complete the security check before continuing.</p><form id="captcha-form"><div id="captcha-container"></div></form></section>',
        405,
        { 'x-amzn-waf-action': 'captcha' },
      );
    case 'maintenance':
      return plainPage(
        'Temporarily unavailable',
        '<section class="login"><h1>This site is temporarily unavailable</h1><p>We are doing maintenance and will be back soon.</p></section>',
        503,
      );
  }
}

/** The service desk has a sign-in page of its own, on this host: its customers need no account of the vendor's. */
export function toPortalSignIn(call: Call): Response {
  const destination = call.path.replace(/^\/servicedesk\/customer\//, '') + call.url.search;
  return redirect(`/servicedesk/customer/user/login?destination=${encodeURIComponent(destination)}`);
}

export function portalLoginPage(call: Call): Response {
  const destination = call.url.searchParams.get('destination') ?? 'portals';
  return loginPage(null, `/servicedesk/customer/${destination}`);
}
