import { expect } from 'vitest';
import { chooseFiles } from './choose-files';
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
    choose: (path: string) => chooseFiles(page, 'input[data-model]', [path]),
    chooseFolder: (path: string) => chooseFiles(page, 'input[data-model-folder]', [path]),
    /** Brings a model in, and has it write answers from now on. */
    async use(path: string, title: string): Promise<void> {
      await chooseFiles(page, 'input[data-model]', [path]);
      await says(`${title} was added`, 300_000);
      await press(title, 'Use for answers');
      await expect.poll(() => row(title).innerText()).toContain('Writes answers');
    },
  };
}
