import { describe, expect, it } from 'vitest';
import { row as dokuwikiRow } from '../../tests/contracts/connector-rows/dokuwiki';
import { row as requestTrackerRow } from '../../tests/contracts/connector-rows/request-tracker';
import { createTestIo, sourceOf } from '../../tests/connector-io';
import { loadCompany } from '../../tests/fakes/company';
import { cookieHeader } from '../../tests/fakes/sessions';
import { DesksideError } from '../core/errors';
import type { ErrorKind } from '../core/errors';
import { asUser } from './as-user';
import { dokuwiki } from './dokuwiki';
import { requestTracker } from './request-tracker';

const source = sourceOf('x', 'https://a.test');
const ann = { userId: 'ann', displayName: null };
const refuse = (kind: ErrorKind) => () => Promise.reject(new DesksideError(kind, 'no'));
const ioOf = (user: typeof ann | null) => createTestIo(source.baseUrl, () => new Response(''), { user });

describe('work for a user', () => {
  it.each(['forbidden', 'not-found'] as const)('that is %s is so for that user', async (kind) => {
    const work = asUser(() => Promise.resolve(ann), source, ioOf(ann), refuse(kind));
    await expect(work).rejects.toMatchObject({ kind });
  });

  it.each(['forbidden', 'not-found'] as const)('that is %s to somebody else says nothing', async (kind) => {
    const bob = { userId: 'bob', displayName: null };
    const work = asUser(() => Promise.resolve(bob), source, ioOf(ann), refuse(kind));
    await expect(work).rejects.toMatchObject({ kind: 'signed-out' });
  });

  it('that fails otherwise, or for nobody known, asks no further', async () => {
    const never = () => Promise.reject(new Error('it was asked'));
    await expect(asUser(never, source, ioOf(ann), refuse('server'))).rejects.toMatchObject({
      kind: 'server',
    });
    await expect(asUser(never, source, ioOf(null), refuse('forbidden'))).rejects.toMatchObject({
      kind: 'forbidden',
    });
  });
});

describe.each([
  { connector: dokuwiki, row: dokuwikiRow },
  { connector: requestTracker, row: requestTrackerRow },
])('$connector.name', ({ connector, row }) => {
  it.each([403, 404])(
    'a bare %d for another user is no word on what the first one may read',
    async (status) => {
      const fake = row.create(loadCompany());
      const baseUrl = `https://${fake.host}${row.basePath}`;
      const [ref] = row.refs;
      if (!ref) throw new Error('a row has at least one reference');
      const cookie = cookieHeader(fake.signIn(row.other));
      const refused =
        /do=(?:export_xhtml|revisions).*id=|id=.*do=(?:export_xhtml|revisions)|\/REST\/2\.0\/(?:ticket|article)\//;
      const answer = (request: Request) =>
        refused.test(request.url) ? new Response('No.', { status }) : fake.handle(request);
      const other = await connector.identify(
        sourceOf(connector.id, baseUrl),
        createTestIo(baseUrl, answer, { cookie }),
      );
      const read = (user: typeof ann) =>
        connector.fetchOne(
          ref,
          sourceOf(connector.id, baseUrl),
          createTestIo(baseUrl, answer, { cookie, user }),
        );
      await expect(read(ann)).rejects.toMatchObject({ kind: 'signed-out' });
      await expect(read(other as typeof ann)).rejects.toMatchObject({
        kind: status === 403 ? 'forbidden' : 'not-found',
      });
    },
  );
});
