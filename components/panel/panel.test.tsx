// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AssistState } from '../../lib/core/assist-state';
import { sourceConfigSchema } from '../../lib/core/source';
import { buttonNamed, press, render, settle } from '../../tests/fixtures/panel/render';
import { panelStates, type PanelStateName } from '../../tests/fixtures/panel/states';
import { Panel, type PanelProps } from './panel';
import type { PanelActions } from './panel-actions';

const sources = [
  sourceConfigSchema.parse({
    id: 'wiki',
    product: 'confluence',
    name: 'Acme wiki',
    baseUrl: 'https://wiki.acme.example',
  }),
];

function doubles() {
  return {
    openSource: vi.fn<PanelActions['openSource']>(),
    openInLibrary: vi.fn<PanelActions['openInLibrary']>(),
    writeAnswer: vi.fn<PanelActions['writeAnswer']>(),
    previewWriting: vi.fn<PanelActions['previewWriting']>(() => Promise.resolve(null)),
    stopWriting: vi.fn<() => void>(),
    refresh: vi.fn<PanelActions['refresh']>(),
    lookAgain: vi.fn<PanelActions['lookAgain']>(),
    reconnect: vi.fn<PanelActions['reconnect']>(),
    allowAccess: vi.fn<PanelActions['allowAccess']>(),
    acceptOffer: vi.fn<PanelActions['acceptOffer']>(),
    declineOffer: vi.fn<PanelActions['declineOffer']>(),
    openOptions: vi.fn<PanelActions['openOptions']>(),
    setTheme: vi.fn<PanelActions['setTheme']>(),
    copyText: vi.fn<PanelActions['copyText']>(() => Promise.resolve(true)),
  };
}

let actions = doubles();
let unmount: () => Promise<void> = () => Promise.resolve();
beforeEach(() => {
  actions = doubles();
});
afterEach(() => unmount());

const panelOver = (state: AssistState | null, more: Partial<PanelProps> = {}) => (
  <Panel
    state={state}
    connection="connected"
    sources={sources}
    productName={(id) => id}
    theme="system"
    themeLocked={false}
    actions={actions}
    {...more}
  />
);
async function show(state: AssistState | null, more: Partial<PanelProps> = {}) {
  const rendered = await render(panelOver(state, more));
  unmount = rendered.unmount;
  return { ...rendered, main: rendered.container.querySelector('main') ?? rendered.container };
}
const named = (name: PanelStateName) => show(panelStates[name]);
const focusedTitle = () => document.activeElement?.textContent;

describe('each state has its line and its one button', () => {
  it.each<[PanelStateName, string, string, keyof PanelActions]>([
    ['not-supported', 'Open a ticket or an article', 'Which pages are read', 'openOptions'],
    ['nothing-to-read', 'list or an overview', 'Look again', 'lookAgain'],
    ['edit', 'being edited', 'Look again', 'lookAgain'],
    ['signed-out', 'wants you to sign in', 'Look again', 'lookAgain'],
    ['not-looked-up', 'Automatic look-up is off', 'Look it up', 'refresh'],
    ['nothing-found', 'None of your sources', 'Search again', 'refresh'],
    ['all-failed', 'Acme wiki wants you to sign in.', 'Open it', 'openSource'],
  ])('%s', async (name, line, button, action) => {
    const { main } = await named(name);
    expect(main.textContent).toContain(line);
    await settle(() => buttonNamed(main, button).click());
    expect(actions[action]).toHaveBeenCalledOnce();
  });

  it('no source yet', async () => {
    const { main } = await show(null, { sources: [] });
    await settle(() => buttonNamed(main, 'Add a source').click());
    expect(actions.openOptions).toHaveBeenCalledWith('sources');
  });

  it('connection lost, without and with something to read', async () => {
    const { main, container, show: update } = await show(null, { connection: 'lost' });
    await settle(() => buttonNamed(main, 'Try now').click());
    await update(panelOver(panelStates.ready, { connection: 'lost' }));
    expect(container.textContent).toContain('VPN error 809 on Windows 11');
    await settle(() => buttonNamed(container, 'Try now').click());
    expect(actions.reconnect).toHaveBeenCalledTimes(2);
  });

  it('abstained: one line, and what is missing', async () => {
    const { main } = await named('abstained');
    expect(main.textContent).toContain('Nothing in your sources answers this.');
    expect(main.textContent).toContain('Which VPN client is used, and its version?');
  });

  it('offline: says so, names the cache as the writer, keeps what there is', async () => {
    const { container } = await named('offline');
    expect(container.querySelector('header')?.textContent).toContain('From cache');
    expect(container.querySelector('header')?.textContent).toContain('No source reached');
    expect(container.querySelectorAll('[data-result]')).toHaveLength(2);
    expect(container.textContent).not.toContain('by its words alone');
  });

  it('a page in a language that only words are known of says so, under what was searched', async () => {
    const { main } = await named('foreign');
    expect(main.textContent).toContain('German text was looked up by its words alone');
  });

  it('partial: the failed sources have their line and button, the others their results', async () => {
    const { main } = await named('partial');
    expect(main.textContent).toContain('Acme wiki wants you to sign in.');
    expect(main.textContent).toMatch(/ServiceNow asked us to wait until \d\d:\d3\./);
    await settle(() => buttonNamed(main, 'Open it').click());
    expect(actions.openSource).toHaveBeenCalledWith('https://wiki.acme.example/', null);
  });

  it('a source without permission is asked for with its own status', async () => {
    const { main } = await named('errors');
    await settle(() => buttonNamed(main, 'Allow access').click());
    expect(actions.allowAccess.mock.calls[0]?.[0]).toMatchObject({ error: 'no-permission' });
  });
});

describe('what pages say stays text', () => {
  it('no element, no script, no address that is not a web page', async () => {
    const { main } = await named('hostile');
    expect(main.querySelectorAll('img, script, b, a')).toHaveLength(0);
    expect(main.textContent).toContain('<img src=x onerror=alert(1)>');
    expect(main.textContent).toContain('<script>alert(3)</script>');
    expect(main.querySelector('button[data-result-title]')).toBeNull();
    await press('j');
    await press('o');
    expect(actions.openSource).not.toHaveBeenCalled();
  });
});

describe('results', () => {
  it('mark exactly the matching words', async () => {
    const { main } = await named('ready');
    const first = main.querySelector('[data-result]');
    expect([...(first?.querySelectorAll('mark') ?? [])].map((mark) => mark.textContent)).toEqual([
      'Error 809',
      'VPN',
      'router',
    ]);
  });

  it('say what is out of the ordinary, and only that', async () => {
    const { main } = await named('ready');
    const texts = [...main.querySelectorAll('[data-result]')].map((result) => result.textContent ?? '');
    const words = ['Draft', 'Outdated', 'Retired', 'Restricted', 'Changed', 'From cache'];
    const said = texts.map((text) => words.filter((word) => text.includes(word)));
    expect(said).toEqual([[], ['Outdated'], ['Restricted', 'Changed'], [], []]);
  });

  it('that their source did not confirm are marked once the look-up is over', async () => {
    const { container, show: update } = await named('cached');
    const results = () => container.querySelector('[data-result]')?.textContent;
    expect(results()).not.toContain('From cache');
    await update(panelOver({ ...panelStates.cached, stage: 'done' }));
    expect(results()).toContain('From cache');
  });

  it('open at the sentence with the first match', async () => {
    const { main } = await named('ready');
    await settle(() => buttonNamed(main, 'Split tunnel and DNS').click());
    expect(actions.openSource).toHaveBeenCalledWith(
      'https://wiki.acme.example/split-tunnel',
      'After a router was replaced, the home network often takes the range 10.0.0.0/8, which is ours too.',
    );
  });

  it('that were imported by hand open in the library, and nobody has to confirm them', async () => {
    const [first] = panelStates.cached.articles;
    if (!first) throw new Error('no article');
    const file = { ...first, sourceId: 'files', url: '', title: 'Handbook' };
    const { main, container } = await show({ ...panelStates.cached, stage: 'done', articles: [file] });
    const card = container.querySelector('[data-result]')?.textContent;
    expect(card).toContain('Imported files');
    expect(card).not.toContain('From cache');
    await settle(() => buttonNamed(main, 'Handbook').click());
    expect(actions.openInLibrary).toHaveBeenCalledWith(file.documentKey);
    expect(actions.openSource).not.toHaveBeenCalled();
  });

  it('keep the focus and their place when fresh ones come in below', async () => {
    const { container, show: update } = await show({
      ...panelStates.cached,
      articles: panelStates.ready.articles.slice(0, 1),
    });
    await press('j');
    const focused = document.activeElement;
    await update(panelOver(panelStates.ready));
    expect(document.activeElement).toBe(focused);
    expect(container.querySelector('[data-result-title]')).toBe(focused);
  });

  it('of resolved tickets unfold how they were resolved', async () => {
    const { main } = await named('ready');
    expect(main.textContent).not.toContain('The router does not pass ESP.');
    await settle(() => buttonNamed(main, 'How it was resolved').click());
    expect(main.textContent).toContain('The router does not pass ESP.');
  });
});

describe('citations', () => {
  it('open their own quote', async () => {
    const { main } = await named('ready');
    await settle(() => main.querySelectorAll<HTMLButtonElement>('[data-citation]')[3]?.click());
    expect(actions.openSource).toHaveBeenCalledWith(
      'https://wiki.acme.example/vpn-error-809',
      'Restart the computer and connect again.',
    );
  });

  it('show the quote with its place on focus', async () => {
    const { main } = await named('ready');
    await settle(() => main.querySelector<HTMLButtonElement>('[data-citation]')?.focus());
    const hint = document.querySelector('[role="tooltip"]')?.textContent ?? '';
    expect(hint).toContain('VPN error 809 on Windows 11');
    expect(hint).toContain('Fix › Client behind a NAT router');
    expect(hint).toContain('blocks UDP 500 or 4500.');
  });

  it('stand after every statement: one whose citation is not there is not shown', async () => {
    const { answer } = panelStates.ready;
    const unproved = answer && { ...answer, citations: answer.citations.slice(1) };
    const { main } = await show({ ...panelStates.ready, answer: unproved, articles: [] });
    expect(main.textContent).not.toContain('cannot agree');
    expect(main.textContent).toContain('Restart the computer');
  });
});

describe('keys', () => {
  it('j and k move between results and stop at the ends', async () => {
    await named('ready');
    await press('j');
    expect(focusedTitle()).toBe('VPN error 809 on Windows 11');
    await press('j');
    expect(focusedTitle()).toBe('Split tunnel and DNS');
    await press('k');
    await press('k');
    expect(focusedTitle()).toBe('VPN error 809 on Windows 11');
    for (let index = 0; index < 9; index += 1) await press('j');
    expect(focusedTitle()).toContain('VPN drops every hour');
  });

  it('o opens the result that has the focus, or the citation', async () => {
    const { main } = await named('ready');
    await press('o');
    expect(actions.openSource).not.toHaveBeenCalled();
    await press('j');
    await press('o');
    expect(actions.openSource).toHaveBeenLastCalledWith(
      'https://wiki.acme.example/vpn-error-809',
      expect.stringContaining('Error 809'),
    );
    await settle(() => main.querySelectorAll<HTMLButtonElement>('[data-citation]')[3]?.focus());
    await press('o');
    expect(actions.openSource).toHaveBeenLastCalledWith(
      expect.any(String),
      'Restart the computer and connect again.',
    );
  });

  it('c copies the answer with its sources and says so in place', async () => {
    const { main } = await named('ready');
    await press('c');
    expect(actions.copyText.mock.calls[0]?.[0]).toContain(
      '[4] VPN error 809 on Windows 11 https://wiki.acme.example/',
    );
    expect(buttonNamed(main, 'Copied')).toBeDefined();
  });

  it('c copies nothing when nothing was answered', async () => {
    await named('abstained');
    await press('c');
    expect(actions.copyText).not.toHaveBeenCalled();
  });

  it('r searches again, only where there is something to search for', async () => {
    const { show: update } = await named('ready');
    await press('r');
    await update(panelOver(panelStates['not-supported']));
    await press('r');
    expect(actions.refresh).toHaveBeenCalledOnce();
  });

  it('? shows them, and other keys are not heard meanwhile', async () => {
    await named('ready');
    await press('?');
    const dialog = document.querySelector('[role="dialog"]');
    expect(dialog?.textContent).toContain('Copy the answer with its sources');
    await press('r', dialog ?? document.body);
    expect(actions.refresh).not.toHaveBeenCalled();
  });

  it('Esc leaves the result', async () => {
    await named('ready');
    await press('j');
    await press('Escape');
    expect(document.activeElement).toBe(document.body);
  });

  it('with Ctrl belong to the browser', async () => {
    await named('ready');
    await settle(() =>
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'r', ctrlKey: true, bubbles: true })),
    );
    expect(actions.refresh).not.toHaveBeenCalled();
  });
});

describe('the rest', () => {
  it('one polite sentence is there for screen readers', async () => {
    const { container } = await named('ready');
    const region = container.querySelector('[aria-live="polite"]');
    expect(region?.textContent).toBe('3 articles and 2 resolved tickets for INC0010023.');
  });

  it('the lock names every source that gets search words', async () => {
    const { container } = await named('ready');
    await settle(() => buttonNamed(container, 'Extracts: what leaves this device').click());
    const popover = document.querySelector('[role="dialog"]')?.textContent ?? '';
    for (const name of ['Acme wiki', 'Handbook', 'ServiceNow']) expect(popover).toContain(name);
  });

  it('nothing takes the focus by itself', async () => {
    const { show: update } = await named('looking-up');
    for (const name of ['cached', 'ready', 'partial', 'all-failed'] as const) {
      await update(panelOver(panelStates[name]));
      expect(document.activeElement).toBe(document.body);
    }
  });

  it('no style attribute of ours is in the markup: the content security policy would drop it', async () => {
    for (const name of Object.keys(panelStates) as PanelStateName[]) {
      const { container } = await named(name);
      expect(container.innerHTML, name).not.toMatch(/<[^>]+ style="(?!--radix)/);
      await unmount();
    }
    unmount = () => Promise.resolve();
  });
});
