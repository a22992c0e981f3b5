// @vitest-environment happy-dom
import { Tooltip } from 'radix-ui';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { sourceConfigSchema, type SourceConfig } from '../../lib/core/source';
import type { SourceScopes } from '../../lib/queries/sources';
import { buttonNamed, press, render, settle, type } from '../../tests/fixtures/panel/render';
import { SourceDetails, type SourceDetailsProps } from './source-details';

let unmount: () => Promise<void> = () => Promise.resolve();
afterEach(() => unmount());

const wiki = sourceConfigSchema.parse({
  id: 'wiki',
  product: 'confluence-dc',
  name: 'Wiki',
  baseUrl: 'https://wiki.acme.example',
});
const spaces: SourceScopes = {
  noun: 'spaces',
  choices: [
    { key: 'OPS', name: 'IT Operations' },
    { key: 'HR', name: 'People' },
  ],
  error: null,
};

/** The dialog stands in a portal, so everything is looked for in the whole document. */
async function details(source: SourceConfig, scopes: SourceScopes | undefined) {
  const onSave = vi.fn<SourceDetailsProps['onSave']>();
  const onClose = vi.fn();
  const of = (next: SourceScopes | undefined) => (
    <Tooltip.Provider>
      <SourceDetails source={source} scopes={next} onSave={onSave} onClose={onClose} />
    </Tooltip.Provider>
  );
  const rendered = await render(of(scopes));
  unmount = rendered.unmount;
  const save = () => settle(() => buttonNamed(document, 'Save').click());
  return { onSave, onClose, save, show: (next: SourceScopes | undefined) => rendered.show(of(next)) };
}
const labelled = (text: string) => {
  const label = [...document.querySelectorAll('label')].find((one) => one.textContent.includes(text));
  const input = label?.querySelector('input') ?? document.querySelector(`input[aria-label*="${text}"]`);
  if (!(input instanceof HTMLInputElement)) throw new Error(`No field "${text}"`);
  return input;
};
const choose = (text: string) => settle(() => labelled(text).click());

describe('what is searched of a source', () => {
  it('is everything, until parts are picked from the product’s own list', async () => {
    const { onSave, save } = await details(wiki, spaces);
    expect(labelled('Everything').checked).toBe(true);
    await choose('Only some spaces');
    await choose('People');
    await save();
    expect(onSave).toHaveBeenCalledWith({ ...wiki, scopes: ['HR'] });
  });

  it('is so many parts at most as a source can hold: one more would cost the whole source', async () => {
    const scopes = Array.from({ length: 100 }, (_, at) => `S${at}`);
    const { onSave, save } = await details({ ...wiki, scopes }, spaces);
    await choose('People');
    expect(document.body.textContent).toContain('Choose 100 spaces at most');
    await save();
    expect(onSave).not.toHaveBeenCalled();
    await choose('S7');
    await save();
    expect(onSave).toHaveBeenCalledOnce();
  });

  it('is never nothing: then there is nothing to save', async () => {
    const { onSave, save } = await details(wiki, spaces);
    await choose('Only some spaces');
    expect(buttonNamed(document, 'Save').disabled).toBe(true);
    await save();
    expect(onSave).not.toHaveBeenCalled();
  });

  it('keeps a part that the product no longer lists in sight, to be taken out', async () => {
    const { onSave, save } = await details({ ...wiki, scopes: ['OLD', 'OPS'] }, spaces);
    expect(labelled('OLD').checked).toBe(true);
    await choose('OLD');
    await save();
    expect(onSave).toHaveBeenCalledWith({ ...wiki, scopes: ['OPS'] });
  });

  it('takes a key that is not listed, by Enter, without saving yet', async () => {
    const { onSave, save } = await details(wiki, spaces);
    await choose('Only some spaces');
    const field = labelled('by key');
    await type(field, ' SEC ');
    await press('Enter', field);
    expect(onSave).not.toHaveBeenCalled();
    expect(labelled('SEC').checked).toBe(true);
    await save();
    expect(onSave).toHaveBeenCalledWith({ ...wiki, scopes: ['SEC'] });
  });

  it('says that it is asking, and why it could not ask', async () => {
    const { show } = await details({ ...wiki, scopes: ['OPS'] }, undefined);
    expect(document.body.textContent).toContain('Asking Wiki…');
    await show({ noun: 'spaces', choices: [], error: 'signed-out' });
    expect(document.body.textContent).toContain('Wiki wants you to sign in.');
    expect(labelled('OPS').checked).toBe(true);
  });

  it('narrows a long list by words', async () => {
    const many = Array.from({ length: 12 }, (_, at) => ({ key: `K${at}`, name: `Team number ${at}` }));
    await details(wiki, { ...spaces, choices: many });
    await choose('Only some spaces');
    await type(labelled('Filter'), 'number 11');
    expect(document.querySelectorAll('input[type=checkbox]')).toHaveLength(1);
  });
});

describe('its name', () => {
  it('can be changed, and not be empty', async () => {
    const { onSave, save } = await details(wiki, spaces);
    const field = document.querySelector('input');
    if (field === null) throw new Error('No field');
    await type(field, '  ');
    expect(buttonNamed(document, 'Save').disabled).toBe(true);
    await type(field, ' Handbook ');
    await save();
    expect(onSave).toHaveBeenCalledWith({ ...wiki, name: 'Handbook' });
  });

  it('stays when one leaves with Esc', async () => {
    const { onSave, onClose } = await details(wiki, spaces);
    await press('Escape', document.querySelector('[role=dialog]') ?? document.body);
    expect(onClose).toHaveBeenCalledOnce();
    expect(onSave).not.toHaveBeenCalled();
  });
});
