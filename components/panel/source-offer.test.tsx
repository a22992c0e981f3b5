// @vitest-environment happy-dom
import { afterEach, expect, it, vi } from 'vitest';
import { buttonNamed, render, settle } from '../../tests/fixtures/panel/render';
import type { PanelActions } from './panel-actions';
import { SourceOffer } from './source-offer';

let unmount: () => Promise<void> = () => Promise.resolve();
afterEach(() => unmount());

const offer = { product: 'jira-cloud', productName: 'Jira Cloud', baseUrl: 'https://acme.atlassian.net' };
async function show() {
  const actions = {
    acceptOffer: vi.fn<PanelActions['acceptOffer']>(),
    declineOffer: vi.fn<PanelActions['declineOffer']>(),
    openOptions: vi.fn<PanelActions['openOptions']>(),
  };
  const rendered = await render(<SourceOffer offer={offer} sources={[]} actions={actions} />);
  unmount = rendered.unmount;
  return { ...rendered, actions };
}

it('names the product and where it is, and takes a yes', async () => {
  const { container, actions, show: update } = await show();
  expect(container.textContent).toContain('Jira Cloud at acme.atlassian.net');
  await settle(() => buttonNamed(container, 'Use it').click());
  expect(actions.acceptOffer).toHaveBeenCalledExactlyOnceWith(offer);
  // The offer goes with the new source; what is searched can be chosen next.
  await update(<SourceOffer offer={null} sources={[offer]} actions={actions} />);
  expect(container.textContent).toContain('is searched from now on');
  await settle(() => buttonNamed(container, 'Choose what to search').click());
  expect(actions.openOptions).toHaveBeenCalledWith('sources');
});

it('takes a no, and is gone', async () => {
  const { container, actions, show: update } = await show();
  await settle(() => buttonNamed(container, 'Not this one').click());
  expect(actions.declineOffer).toHaveBeenCalledExactlyOnceWith(offer);
  await update(<SourceOffer offer={null} sources={[]} actions={actions} />);
  expect(container.textContent).toBe('');
});

it('does not call a site searched whose access the browser refused', async () => {
  const { container, actions, show: update } = await show();
  await settle(() => buttonNamed(container, 'Use it').click());
  // On to a page of another site: nothing came of the yes.
  await update(<SourceOffer offer={null} sources={[]} actions={actions} />);
  expect(container.textContent).toBe('');
});
