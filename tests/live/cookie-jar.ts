import type { FakeCookie } from '../fakes/fake';
import { cookieHeader } from '../fakes/sessions';

/** Cookies by name as a browser would keep them for one host. */
export class CookieJar {
  private readonly cookies = new Map<string, FakeCookie>();

  all(): FakeCookie[] {
    return [...this.cookies.values()];
  }

  /** One request with the cookies so far; what the answer sets is kept. Redirects are not followed: they set cookies too. */
  async fetch(url: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set('cookie', cookieHeader(this.all()));
    const response = await fetch(url, { redirect: 'manual', ...init, headers });
    for (const line of response.headers.getSetCookie()) this.remember(line);
    return response;
  }

  private remember(line: string): void {
    const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
    const [name = '', ...value] = pair.split('=');
    const lower = attributes.map((attribute) => attribute.toLowerCase());
    if (value.join('=') === 'deleted' || lower.includes('max-age=0')) {
      this.cookies.delete(name);
      return;
    }
    const sameSite = lower.includes('samesite=strict')
      ? 'Strict'
      : lower.includes('samesite=none')
        ? 'None'
        : 'Lax';
    const httpOnly = lower.includes('httponly');
    this.cookies.set(name, { name, value: value.join('='), httpOnly, sameSite });
  }
}
