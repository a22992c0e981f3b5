import { describe, expect, it } from 'vitest';
import { connectors } from '../../lib/connectors/index';
import { createTestIo, sourceOf } from '../connector-io';
import { manyMore } from '../fakes/big-company';
import { loadCompany } from '../fakes/company';
import { cookieHeader } from '../fakes/sessions';
import { queryOf } from '../hostile-terms';
import type { ConnectorRow } from './connector-row';

const company = loadCompany();
const files = import.meta.glob<{ row: ConnectorRow }>('./connector-rows/*.ts', { eager: true });
const COUNT = 10_000;
const LIMIT = 10;
/** DokuWiki's search page names every page found, and has no parameter against it. */
const MOST_BYTES = 6_000_000;

describe.each(connectors.map((connector) => ({ id: connector.id, connector })))(
  '$id, of ten thousand documents that fit',
  ({ id, connector }) => {
    const row = files[`./connector-rows/${id}.ts`]?.row;
    if (!row) throw new Error(`No row for ${id}: add connector-rows/${id}.ts`);

    it.each([
      ['articles', row.find.asTickets ? null : row.find.terms],
      ['tickets', connector.similarTickets ? (row.tickets?.terms ?? row.find.terms) : null],
    ] as const)('%s: gives the best few, of few requests and few bytes', async (sort, terms) => {
      if (terms === null) {
        expect(sort === 'articles' ? row.find.asTickets : !connector.similarTickets).toBe(true);
        return;
      }
      const many = manyMore(
        company,
        COUNT,
        (article) =>
          sort === 'articles' && (row.find.title.test(article.title) || row.find.id.test(article.id)),
        (ticket) => sort === 'tickets' && ticket.id === row.tickets?.key,
      );
      expect(many.articles.length + many.tickets.length).toBeGreaterThan(COUNT);
      const fake = row.create(many);
      const baseUrl = `https://${fake.host}${row.basePath}`;
      const source = sourceOf(id, baseUrl);
      const cookie = cookieHeader(fake.signIn(row.person));
      const pageToken = row.pageToken?.(fake, row.person) ?? null;
      let bytes = 0;
      const answer = async (request: Request) => {
        const response = await fake.handle(request);
        bytes += (await response.clone().arrayBuffer()).byteLength;
        return response;
      };
      const user = await connector.identify(source, createTestIo(baseUrl, answer, { cookie, pageToken }));
      bytes = 0;
      const io = createTestIo(baseUrl, answer, { cookie, pageToken, user });
      const query = queryOf(terms, { limit: LIMIT });
      const hits =
        sort === 'articles'
          ? await connector.search(query, source, io)
          : ((await connector.similarTickets?.(query, source, io)) ?? []);
      expect(hits.length).toBeGreaterThan(0);
      expect(hits.length).toBeLessThanOrEqual(LIMIT);
      expect(new Set(hits.map((hit) => hit.id)).size).toBe(hits.length);
      expect(io.asked.length).toBeLessThanOrEqual(5);
      expect(bytes).toBeLessThan(MOST_BYTES);
    });
  },
);
