import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { World } from './world';

/** The section Models of the options page, with what tests do there. */
export async function openModels(world: World) {
  const page = await world.newPage(world.extensionUrl('options.html#models'));
  await page.setViewportSize({ width: 1100, height: 900 });
  const row = (title: string) => page.locator('[data-model-id]', { hasText: title });
  const says = (words: string | RegExp, timeout = 60_000) =>
    expect.poll(() => page.innerText('main'), { timeout }).toMatch(words);
  const press = (title: string, name: string) =>
    row(title).getByRole('button', { name, exact: true }).click();
  return {
    page,
    row,
    says,
    press,
    choose: (path: string) => chooseModel(page, path),
    /** Brings a model in, and has it write answers from now on. */
    async use(path: string, title: string): Promise<void> {
      await chooseModel(page, path);
      await says(`${title} was added`, 300_000);
      await press(title, 'Use for answers');
      await expect.poll(() => row(title).innerText()).toContain('Writes answers');
    },
  };
}

/** By the debugger: Playwright's own way takes no more than 50 MB to a browser that it is attached to. */
async function chooseModel(page: Page, path: string): Promise<void> {
  await page.locator('input[data-model]').waitFor({ state: 'attached' });
  const session = await page.context().newCDPSession(page);
  const expression = "document.querySelector('input[data-model]')";
  const { result } = await session.send('Runtime.evaluate', { expression });
  await session.send('DOM.setFileInputFiles', { files: [path], objectId: result.objectId ?? '' });
}
