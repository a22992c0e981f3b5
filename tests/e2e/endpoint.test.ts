import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AssistState } from '../../lib/core/assist-state';
import { acmeSources } from './attach';
import { startEndpointServer } from './endpoint-server';
import { watchPanel, type PanelWatch } from './watch-panel';
import { startWorld, type World } from './world';

/** An answer from a server that speaks OpenAI's protocol: what is asked, what is sent, what comes of it. */
const pictures = 'test-output/endpoint';
const address = 'https://jira.acme.test/browse/HELP-12';
const secrets = {
  name: 'Anneke van der Berg',
  email: 'anneke.berg@partner.example',
  phone: '+49 89 4711 0815',
  password: 'Winter-2026!x',
  word: 'Albatross',
};

let server: Awaited<ReturnType<typeof startEndpointServer>>;
let world: World;
let options: Page;
let page: Page;
let panel: Page;
let watch: PanelWatch;
let extracts: AssistState;

beforeAll(async () => {
  mkdirSync(pictures, { recursive: true });
  server = await startEndpointServer();
  world = await startWorld();
  await world.saveSettings({ sources: acmeSources(), redactionWords: [secrets.word] });
  await world.signIn('dana.reyes');
  const { description } = world.company.tickets.find(({ id }) => id === 'HELP-12') ?? expect.fail();
  world.fakes.jira.edit('HELP-12', {
    description: `${description ?? ''}\n\nAffected user: ${secrets.name}\nMail ${secrets.email}, phone ${secrets.phone}. Password: ${secrets.password} for ${secrets.word}.`,
  });
  options = await world.newPage(world.extensionUrl('options.html#endpoint'));
  await options.setViewportSize({ width: 1100, height: 1000 });
  page = await world.newPage('about:blank');
  panel = await world.openPanel(page);
  watch = await watchPanel(panel);
});
afterAll(async () => {
  await world?.close();
  await server?.close();
});

const shown = () => panel.innerText('body');
const picture = (of: Page, name: string) =>
  of.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
const button = (name: string | RegExp) => panel.getByRole('button', { name });
async function open(): Promise<AssistState> {
  await page.bringToFront();
  await page.goto('about:blank');
  await watch.forget();
  await page.goto(address);
  return watch.end(address);
}
async function offered(): Promise<void> {
  await open();
  await watch.until('an offer', ({ writer }) => writer?.state === 'offered' && writer.remote !== null);
}
const over = () =>
  watch.until('an end', ({ writer }) => writer?.state === 'done' || writer?.state === 'failed', 60_000);

describe('an endpoint', () => {
  beforeAll(() => options.bringToFront());

  test('that cannot be reached is called so', async () => {
    server.modes.isDown = true;
    await options.getByLabel('Base URL').fill(server.baseUrl);
    await options.getByRole('button', { name: 'Connect' }).click();
    await expect
      .poll(() => options.innerText('main'), { timeout: 20_000 })
      .toContain('The endpoint could not be reached');
    server.modes.isDown = false;
  });

  test('that does not accept the key says so, and the key is not shown', async () => {
    await options.getByLabel('Base URL').fill(server.baseUrl);
    await options.getByLabel('Key').fill('sk-wrong-1');
    await options.getByRole('button', { name: /Connect|Ask again/ }).click();
    await expect.poll(() => options.innerText('main')).toContain('The endpoint does not accept the key');
    await picture(options, 'refused');
  });

  test('says which models it has, and is used from then on', async () => {
    await options.getByLabel('Key').fill(server.modes.key);
    await options.getByRole('button', { name: /Connect|Ask again/ }).click();
    await expect.poll(() => options.innerText('main')).toContain('It answers, and offers 2 models');
    await picture(options, 'found');
    await options.getByRole('button', { name: 'Use acme-large' }).click();
    await expect.poll(() => options.locator('[data-endpoint]').innerText()).toContain('acme-large');
    await expect.poll(() => options.locator('[data-endpoint]').innerText()).toContain('With a key');
    expect(await options.getByLabel('Key').inputValue()).toBe('');
    await picture(options, 'used');
  });

  test('keeps its key where neither pages nor settings have it', async () => {
    const kept = await options.evaluate(async () => JSON.stringify(await chrome.storage.local.get(null)));
    expect(kept).toContain('acme-large');
    expect(kept).not.toContain('4711');
    expect(await options.content()).not.toContain('sk-acme-4711');
  });
});

describe('an answer from it', () => {
  test('is offered; before the first time what is sent is shown, and nothing is sent', async () => {
    extracts = await open();
    expect(extracts.answer).toMatchObject({ writtenBy: 'extracts' });
    await watch.until('an offer', ({ writer }) => writer?.remote?.isAgreed === false);
    await button('Write it with acme-large').click();
    await expect.poll(shown).toContain('were taken out, and will be put back');
    const preview = await panel.getByRole('region', { name: /What is sent/ }).innerText();
    expect(preview).toContain('Sources:');
    for (const secret of Object.values(secrets)) expect(preview).not.toContain(secret);
    await picture(panel, 'preview');
    expect(server.chats()).toEqual([]);
    await button('Cancel').click();
    await expect.poll(() => button('Write it with acme-large').count()).toBe(1);
    expect(server.chats()).toEqual([]);
  });

  test('comes with its sources after it was agreed to; none of the planted secrets was in the request', async () => {
    const mail = /EMAIL_\d+/;
    server.modes.preface = 'Write to EMAIL_1 first.\n';
    await button('Write it with acme-large').click();
    await button(/^Send to/).click();
    const { writer, answer } = await over();
    expect(writer).toMatchObject({ state: 'done', problem: null, remote: { isAgreed: true } });
    expect(answer).toMatchObject({ outcome: 'answered', writtenBy: 'model' });
    expect(answer?.citations.length).toBeGreaterThan(0);
    await expect.poll(() => panel.innerText('header')).toContain('Remote');
    expect(await shown()).toContain('812 tokens read');
    await picture(panel, 'answered');
    const [chat] = server.chats();
    expect(chat?.key).toBe(server.modes.key);
    for (const secret of Object.values(secrets)) expect(chat?.body).not.toContain(secret);
    expect(chat?.body).toMatch(mail);
    // What was taken out is back in what the model wrote.
    expect(writer?.draft?.raw).toContain(`Write to ${secrets.email} first.`);
  });

  test('opens its source at the quote', async () => {
    const opening = world.context().waitForEvent('page');
    await panel
      .getByRole('button', { name: /^Source 1/ })
      .first()
      .click();
    const source = await opening;
    expect(source.url()).toMatch(/^https:\/\//);
    await source.close();
  });

  test('needs no second agreement, and what is sent can be looked at any time', async () => {
    server.modes.preface = '';
    await offered();
    await button(/^What is sent to/).click();
    await expect.poll(shown).toContain('What stays here');
    await button('Close').click();
    await button('Write it with acme-large').click();
    expect((await over()).writer?.state).toBe('done');
  });

  test('that breaks off leaves the sources’ words and says so; the next one comes whole', async () => {
    await offered();
    server.modes.breaksAfter = 6;
    await button('Write it with acme-large').click();
    const { writer, answer } = await over();
    expect(writer).toMatchObject({ state: 'failed' });
    expect(writer?.problem).toMatch(/broke off|could not be reached|cannot be read/);
    expect(answer?.writtenBy).toBe('extracts');
    await picture(panel, 'broken');
    server.modes.breaksAfter = null;
    await watch.forget();
    await button('Write again').click();
    expect((await over()).writer?.state).toBe('done');
  });

  test('is asked of nobody where policy or the user keeps it on this device', async () => {
    await world.saveSettings({ answerRoute: 'local-only' });
    const before = server.chats().length;
    await open();
    await page.waitForTimeout(500);
    expect(await shown()).not.toContain('acme-large');
    expect(server.chats()).toHaveLength(before);
    await world.saveSettings({ answerRoute: 'prefer-local' });
  });

  test('is offered no more once the endpoint was forgotten, and its key is gone', async () => {
    await options.bringToFront();
    await options.getByRole('button', { name: 'Forget' }).click();
    await options.getByRole('button', { name: /^Forget the endpoint/ }).click();
    await expect.poll(() => options.locator('[data-endpoint]').count()).toBe(0);
    await options.getByLabel('Base URL').fill(server.baseUrl);
    await options.getByRole('button', { name: 'Connect' }).click();
    await expect.poll(() => options.innerText('main')).toContain('The endpoint does not accept the key');
    expect(server.asked.at(-1)?.key).toBe('none');
    await open();
    await page.waitForTimeout(500);
    expect(await shown()).not.toContain('acme-large');
  });
});
