import { createContext, runInContext } from 'node:vm';
import { pageFrom } from '../../fixtures/sites/page-from';
import type { SitePage } from '../../../lib/sites/site';

/** Answers a request of the page, with the cookies of whoever looks at it. */
export type Ask = (path: string) => Promise<Response>;

/** A page of the double in a document without a browser, with its own scripts run: they draw what it shows. */
export async function runPage(url: string, ask: Ask): Promise<SitePage> {
  const { pathname, search } = new URL(url);
  const page = pageFrom(await (await ask(pathname + search)).text(), url);
  const window: unknown = page.document.defaultView;
  if (window === null || typeof window !== 'object') throw new Error('The page has no window');
  const { location, history } = page.document.defaultView as Window;
  const context = createContext({
    window,
    document: page.document,
    location,
    history,
    console,
    setTimeout,
    URLSearchParams,
    fetch: (path: string) => ask(path),
  });
  for (const script of page.document.querySelectorAll('script[src]')) {
    runInContext(await (await ask(script.getAttribute('src') ?? '')).text(), context);
  }
  return page;
}
