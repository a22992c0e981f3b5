import type { BrowserContext, Page } from 'playwright-core';

/** Page and panel side by side in one picture, as a person sees them: a screenshot of a tab never shows its panel. */
export async function composeScreenshot(
  context: BrowserContext,
  page: Page,
  panel: Page,
  path: string,
): Promise<void> {
  const [left, right] = [await page.screenshot(), await panel.screenshot()].map(
    (bytes) => `data:image/png;base64,${bytes.toString('base64')}`,
  );
  const canvas = await context.newPage();
  try {
    await canvas.setContent(
      `<style>body{margin:0;display:flex;background:#fff;gap:1px;align-items:flex-start;width:max-content}</style>
       <img src="${left ?? ''}"><img src="${right ?? ''}">`,
    );
    await canvas.locator('body').screenshot({ path });
  } finally {
    await canvas.close();
  }
}
