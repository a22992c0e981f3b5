import type { BrowserContext, Page } from 'playwright-core';
import type { Citation } from '../../lib/core/suggestion';

export interface CheckedCitation {
  documentId: string;
  url: string;
  quote: string;
  verbatim: boolean;
}

/** Opens every cited source as the signed-in person and looks for the quote in what it shows, white space aside. */
export async function checkQuotes(
  context: BrowserContext,
  citations: readonly Citation[],
): Promise<CheckedCitation[]> {
  const page = await context.newPage();
  const checked: CheckedCitation[] = [];
  try {
    for (const { documentId, url, quote } of citations) {
      if (page.url() !== url) await page.goto(url);
      checked.push({ documentId, url, quote, verbatim: await shows(page, quote) });
    }
  } finally {
    await page.close();
  }
  return checked;
}

/** Pages that build themselves late are given five seconds. */
async function shows(page: Page, quote: string): Promise<boolean> {
  const wanted = normalize(quote);
  for (let attempt = 0; attempt < 25; attempt += 1) {
    const texts = await Promise.all(
      page.frames().map((frame) => frame.evaluate(visibleText).catch(() => '')),
    );
    if (texts.some((text) => normalize(text).includes(wanted))) return true;
    await page.waitForTimeout(200);
  }
  return false;
}

function normalize(text: string): string {
  return text.replace(/\s+/gu, ' ').trim();
}

/** Runs in the page. */
function visibleText(): string {
  const form = [
    ...document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('input[type=text], textarea'),
  ];
  const shadows = [...document.querySelectorAll('*')].flatMap(
    (element) => element.shadowRoot?.textContent ?? [],
  );
  return [document.body.innerText, ...shadows, ...form.map((field) => field.value)].join('\n');
}
