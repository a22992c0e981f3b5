// @vitest-environment happy-dom
import { Tooltip } from 'radix-ui';
import type { ReactNode } from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { settingsSchema, type SettingLocks } from '../../lib/core/settings';
import { sourceConfigSchema, type SourceConfig } from '../../lib/core/source';
import type { SourceCandidate, SourceTest } from '../../lib/queries/sources';
import { buttonNamed, press, render, settle, type } from '../../tests/fixtures/panel/render';
import { ConfirmButton } from '../ui/confirm-button';
import { NumberField } from '../ui/number-field';
import { AddSourceForm, type AddSourceFormProps } from './add-source-form';
import { CacheSection } from './cache-section';
import { LookupSection } from './lookup-section';
import { listHosts } from './pages-section';
import { SourceTable } from './source-table';
import { webAddress } from './use-add-source';

let unmount: () => Promise<void> = () => Promise.resolve();
afterEach(() => unmount());

async function show(node: ReactNode) {
  const rendered = await render(<Tooltip.Provider>{node}</Tooltip.Provider>);
  unmount = rendered.unmount;
  return rendered.container;
}
const inputIn = (container: ParentNode) => {
  const input = container.querySelector('input');
  if (input === null) throw new Error('No input');
  return input;
};

const jira: SourceCandidate = {
  product: 'jira-dc',
  productName: 'Jira',
  baseUrl: 'https://tools.acme.example/jira',
  origins: ['https://tools.acme.example/*'],
};
const wiki: SourceCandidate = {
  ...jira,
  product: 'confluence-dc',
  productName: 'Confluence',
  baseUrl: 'https://tools.acme.example',
};
const found: SourceTest = {
  ok: true,
  product: 'jira-dc',
  productName: 'Jira',
  baseUrl: 'https://tools.acme.example/jira',
  instanceName: 'Acme Service Desk',
  version: '10.3.2',
  user: 'Mara Lindqvist',
  error: null,
};
const source = (values: Partial<SourceConfig> & { id: string }) =>
  sourceConfigSchema.parse({
    product: 'jira-dc',
    name: values.id,
    baseUrl: `https://${values.id}.acme.example`,
    ...values,
  });

describe('adding a source', () => {
  const form = async (candidates: SourceCandidate[], test: SourceTest, existing: SourceConfig[] = []) => {
    const calls = {
      recognise: vi.fn<AddSourceFormProps['recognise']>(() => Promise.resolve(candidates)),
      connect: vi.fn<AddSourceFormProps['connect']>(() => Promise.resolve(test)),
      onSave: vi.fn<AddSourceFormProps['onSave']>(),
      onOpen: vi.fn<AddSourceFormProps['onOpen']>(),
    };
    const container = await show(<AddSourceForm existing={existing} {...calls} />);
    await type(inputIn(container), 'tools.acme.example/jira/browse/HELP-1');
    await settle(() => buttonNamed(container, 'Next').click());
    return {
      container,
      ...calls,
      press: (name: string) => settle(() => buttonNamed(container, name).click()),
    };
  };

  it('goes from a pasted address to a saved source with its own name', async () => {
    const { container, recognise, connect, onSave, press: pressButton } = await form([jira], found);
    expect(recognise).toHaveBeenCalledWith('https://tools.acme.example/jira/browse/HELP-1');
    expect(container.textContent).toContain('This is Jira at tools.acme.example.');
    await pressButton('Allow and connect');
    expect(connect).toHaveBeenCalledWith([jira]);
    expect(container.textContent).toContain('Connected to Jira 10.3.2, signed in as Mara Lindqvist.');
    await pressButton('Save');
    expect(onSave).toHaveBeenCalledWith(
      expect.objectContaining({ product: 'jira-dc', baseUrl: found.baseUrl }),
      'Acme Service Desk',
    );
    expect(inputIn(container).value).toBe('');
  });

  it('asks for the hosts while the click is still being handled', async () => {
    const { container, connect } = await form([jira], found);
    await settle(() => {
      buttonNamed(container, 'Allow and connect').click();
      expect(connect).toHaveBeenCalledOnce();
    });
  });

  it('lets people choose where it may be several products, or try them all', async () => {
    const {
      container,
      connect,
      press: pressButton,
    } = await form([jira, wiki], { ...found, ok: false, error: 'timeout' });
    await pressButton('Allow and connect');
    expect(connect).toHaveBeenLastCalledWith([jira, wiki]);
    await pressButton('Try again');
    expect(connect).toHaveBeenCalledTimes(2);
    await pressButton('Start over');
    await type(inputIn(container), 'tools.acme.example');
    await pressButton('Next');
    const radios = [...container.querySelectorAll<HTMLInputElement>('input[type=radio]')];
    await settle(() => radios[2]?.click());
    await pressButton('Allow and connect');
    expect(connect).toHaveBeenLastCalledWith([wiki]);
  });

  it('signed out: opens it, and can be added all the same', async () => {
    const test = { ...found, ok: false, user: null, error: 'signed-out' as const };
    const { container, onOpen, onSave, press: pressButton } = await form([jira], test);
    await pressButton('Allow and connect');
    expect(container.textContent).toContain('Jira wants you to sign in. Open it, then try again.');
    await pressButton('Open it');
    expect(onOpen).toHaveBeenCalledWith('https://tools.acme.example/jira');
    await pressButton('Add it all the same');
    await pressButton('Save');
    expect(onSave).toHaveBeenCalledOnce();
  });

  it('refused: says so and asks again', async () => {
    const test = {
      ...found,
      ok: false,
      product: null,
      productName: null,
      baseUrl: null,
      error: 'no-permission' as const,
    };
    const { connect, press: pressButton } = await form([jira], test);
    await pressButton('Allow and connect');
    await pressButton('Ask again');
    expect(connect).toHaveBeenCalledTimes(2);
  });

  it('one that is there already is not added twice', async () => {
    const { container, press: pressButton } = await form([jira], found, [
      source({ id: 'old', name: 'Desk', baseUrl: jira.baseUrl }),
    ]);
    await pressButton('Allow and connect');
    expect(container.textContent).toContain('You already have it, as Desk.');
    expect(container.textContent).not.toContain('Save');
  });

  it('an address of no product says what to paste instead', async () => {
    const { container } = await form([], found);
    expect(container.textContent).toContain('No product that Deskside knows has such an address.');
  });
});

describe('a pasted address', () => {
  it.each([
    ['wiki.acme.example/x', 'https://wiki.acme.example/x'],
    ['  http://wiki:8080/a ', 'http://wiki:8080/a'],
    ['localhost:8090/wiki', 'https://localhost:8090/wiki'],
  ])('%j is %s', (pasted, url) => expect(webAddress(pasted)).toBe(url));
  it.each(['', 'two words', 'ftp://a.example', 'javascript://%0aalert(1)', 'https://'])(
    '%j is none',
    (pasted) => expect(webAddress(pasted)).toBeNull(),
  );
});

describe('the table of sources', () => {
  const table = (sources: SourceConfig[], locks: SettingLocks = {}) => {
    const calls = { onChange: vi.fn(), onEdit: vi.fn(), onRemove: vi.fn(), onAction: vi.fn() };
    const props = {
      sources,
      locks,
      checks: new Map(),
      productName: (id: string) => id.toUpperCase(),
      ...calls,
    };
    return show(<SourceTable {...props} />).then((container) => ({ container, ...calls }));
  };

  it('turns a source off and removes it', async () => {
    const { container, onChange, onRemove } = await table([source({ id: 'desk' })]);
    await settle(() => buttonNamed(container, 'Search desk').click());
    expect(onChange).toHaveBeenCalledWith(expect.objectContaining({ id: 'desk', enabled: false }));
    await settle(() => buttonNamed(container, 'Remove desk').click());
    expect(onRemove).toHaveBeenCalledOnce();
  });

  it('shows what policy set with a lock, and nothing to change it by', async () => {
    const { container } = await table([source({ id: 'policy-wiki' })], {
      'sources.policy-wiki': { by: 'policy' },
    });
    expect(container.textContent).toContain('Set by your organisation');
    expect(
      [...container.querySelectorAll<HTMLButtonElement>('button[role=switch]')].every((one) => one.disabled),
    ).toBe(true);
    expect(container.querySelector('[aria-label^="Remove"]')).toBeNull();
  });

  it('sorts by name on a press of its heading, and back', async () => {
    const { container } = await table(['b', 'c', 'a'].map((id) => source({ id })));
    const names = () => [...container.querySelectorAll('bdi')].map((one) => one.textContent).join('');
    expect(names()).toBe('bca');
    const heading = container.querySelector<HTMLButtonElement>('th button');
    await settle(() => heading?.click());
    expect(names()).toBe('abc');
    await settle(() => heading?.click());
    expect(names()).toBe('cba');
  });

  it('filters by words in name, product or address once there are many', async () => {
    const { container } = await table(Array.from({ length: 9 }, (_, index) => source({ id: `s${index}` })));
    await type(inputIn(container), 'jira s4');
    expect(container.querySelectorAll('tbody tr')).toHaveLength(1);
  });
});

describe('controls', () => {
  it('what destroys asks by a second press, and forgets the first when left', async () => {
    const onConfirm = vi.fn();
    const container = await show(
      <ConfirmButton label="Empty" confirmLabel="Press again: 3 documents go" onConfirm={onConfirm} />,
    );
    const [button] = container.querySelectorAll('button');
    await settle(() => button?.click());
    expect(button?.textContent).toBe('Press again: 3 documents go');
    expect(onConfirm).not.toHaveBeenCalled();
    if (button) await press('Escape', button);
    await settle(() => button?.click());
    expect(onConfirm).not.toHaveBeenCalled();
    await settle(() => button?.click());
    expect(onConfirm).toHaveBeenCalledOnce();
  });

  it.each([
    ['250', 250],
    ['7', 10],
    ['99999', 5000],
  ])('a number typed as %s counts as %i', async (typed, value) => {
    const onChange = vi.fn();
    const container = await show(<NumberField value={200} min={10} max={5000} onChange={onChange} />);
    await type(inputIn(container), typed);
    expect(onChange).not.toHaveBeenCalled();
    await press('Enter', inputIn(container));
    expect(onChange).toHaveBeenCalledWith(value);
  });

  it('a setting that policy fixed is disabled and says by whom', async () => {
    const locks = { similarTickets: { by: 'policy' as const } };
    const container = await show(
      <LookupSection settings={settingsSchema.parse({})} locks={locks} onSave={vi.fn()} />,
    );
    const switches = [...container.querySelectorAll<HTMLButtonElement>('button[role=switch]')];
    expect(switches.map((one) => one.disabled)).toEqual([false, true, false]);
    expect(container.textContent?.split('Set by your organisation')).toHaveLength(2);
  });
});

describe('hosts', () => {
  const patternOf = (url: string) => `${new URL(url).origin}/*`;
  it('that need a decision come first, those that came with the extension last', () => {
    const hosts = listHosts(
      [
        source({ id: 'wiki' }),
        source({ id: 'desk', baseUrl: 'https://acme.service-now.com' }),
        source({ id: 'jira' }),
      ],
      ['https://jira.acme.example/*', 'https://old.example/*'],
      ['https://*.service-now.com/*'],
      patternOf,
    );
    expect(hosts.map((host) => [host.pattern, host.state, host.usedBy.join()])).toEqual([
      ['https://wiki.acme.example/*', 'not-allowed', 'wiki'],
      ['https://jira.acme.example/*', 'allowed', 'jira'],
      ['https://old.example/*', 'allowed', ''],
      ['https://*.service-now.com/*', 'fixed', 'desk'],
    ]);
  });
  it('are not covered by a look-alike', () => {
    const hosts = listHosts(
      [source({ id: 'x', baseUrl: 'https://evil-service-now.com' })],
      [],
      ['https://*.service-now.com/*'],
      patternOf,
    );
    expect(hosts[0]).toMatchObject({ pattern: 'https://evil-service-now.com/*', state: 'not-allowed' });
  });
});

describe('the cache', () => {
  const stats = {
    bytes: 1_000,
    quotaBytes: null,
    sources: [{ sourceId: 'files', documents: 12, passages: 30, bytes: 1_000, oldest: 1, newest: 2 }],
  };
  const switchIn = (container: ParentNode) =>
    container.querySelector<HTMLButtonElement>('[role="switch"]') ?? expect.fail('no switch');

  it('with something in it asks before it is switched off', async () => {
    const onSave = vi.fn();
    const shared = { settings: settingsSchema.parse({}), locks: {}, onSave, onPurge: vi.fn() };
    const container = await show(<CacheSection {...shared} stats={stats} />);
    await settle(() => switchIn(container).click());
    expect(onSave).not.toHaveBeenCalled();
    expect(container.querySelector('[role="alert"]')?.textContent).toContain('12 documents');
    await settle(() => buttonNamed(container, 'Keep the cache').click());
    expect(container.querySelector('[role="alert"]')).toBeNull();
    await settle(() => switchIn(container).click());
    await settle(() => buttonNamed(container, 'Delete and turn off').click());
    expect(onSave).toHaveBeenCalledExactlyOnceWith({ cacheEnabled: false });
  });

  it('with nothing in it is switched off at once', async () => {
    const onSave = vi.fn();
    const shared = { settings: settingsSchema.parse({}), locks: {}, onSave, onPurge: vi.fn() };
    const container = await show(<CacheSection {...shared} stats={{ ...stats, sources: [] }} />);
    await settle(() => switchIn(container).click());
    expect(onSave).toHaveBeenCalledExactlyOnceWith({ cacheEnabled: false });
  });
});
