import type { CDPSession, Page } from 'playwright-core';

/** One for each page, kept: a limit that a debugger has set goes when any of a page's debuggers goes. */
const sessions = new WeakMap<Page, Promise<CDPSession>>();

export function debuggerOf(page: Page): Promise<CDPSession> {
  const session = sessions.get(page) ?? page.context().newCDPSession(page);
  sessions.set(page, session);
  return session;
}

/** By the debugger: Playwright's own way takes no more than 50 MB to a browser that it is attached to. */
export async function chooseFiles(page: Page, selector: string, paths: string[]): Promise<void> {
  const session = await debuggerOf(page);
  await page.locator(selector).waitFor({ state: 'attached' });
  const expression = `document.querySelector(${JSON.stringify(selector)})`;
  const { result } = await session.send('Runtime.evaluate', { expression });
  await session.send('DOM.setFileInputFiles', { files: paths, objectId: result.objectId ?? '' });
}
