import { describe, expect, test } from 'vitest';
import type { Connector } from '../connectors/connector';
import type { SiteMatch } from '../core/page';
import { settingsSchema } from '../core/settings';
import { offerOf } from './source-offer';

const connectors = [{ id: 'tracker', name: 'The Tracker' }] as unknown as Connector[];
const match: SiteMatch = {
  site: 'tracker',
  kind: 'ticket',
  origin: 'https://acme.tracker.example',
  basePath: '/desk',
  ref: { kind: 'ticket', id: 'A-1', idType: 'key', within: null },
  rule: 'r',
  wrapper: false,
  customerView: false,
};
const baseUrl = 'https://acme.tracker.example/desk';
const offer = (settings: object, page = match) =>
  offerOf({ match: page }, settingsSchema.parse(settings), connectors);
const source = (at: string, product = 'tracker') => ({
  sources: [{ id: 's', product, name: 'S', baseUrl: at }],
});

describe('a supported site that is open', () => {
  test('is offered as the source it could be', () => {
    expect(offer({})).toEqual({ product: 'tracker', productName: 'The Tracker', baseUrl });
    // Another instance, or another product at the same address, is another source.
    expect(offer(source('https://other.tracker.example/desk'))).toMatchObject({ baseUrl });
    expect(offer(source(baseUrl, 'wiki'))).toMatchObject({ baseUrl });
  });

  test.each([
    ['is a source already', source(baseUrl)],
    ['is under a source that reaches further', source('https://acme.tracker.example')],
    ['was declined', { declinedOffers: [`tracker ${baseUrl}`] }],
    ['is not to be offered at all', { offerSources: false }],
    ['could not be added', { allowUserSources: false }],
  ])('is not offered where it %s', (_why, settings) => {
    expect(offer(settings)).toBeNull();
  });

  test('is not offered where nothing can ask it', () => {
    expect(offer({}, { ...match, site: 'unheard-of' })).toBeNull();
  });
});
