import { describe, expect, it } from 'vitest';
import { browser, source, user } from '../../tests/library-world';
import { sampleDocument } from '../../tests/storage-samples';
import type { Connector } from '../connectors/connector';
import { DesksideError, type ErrorKind } from '../core/errors';
import { FILES_SOURCE_ID } from '../core/files-source';
import { settingsSchema } from '../core/settings';
import type { Identity, SourceConfig } from '../core/source';
import type { SyncRow } from '../core/sync';
import { createFileImport } from './file-import';
import { createLibraryHandlers, type Sync } from './library-handlers';
import { createReadableOwners } from './readable-owner';

const connectors = [{ id: 'wiki', lists: ['articles'] }] as unknown as Connector[];

/** Who the source says is signed in, and what is remembered of it. */
function desk() {
  const now = { user: 'ann' as string | null, trouble: null as ErrorKind | null, stranger: false };
  const asked: string[] = [];
  const sessions = {
    recent: (): Identity | null => (now.user === null || now.trouble ? null : user(now.user)),
    verify(_connector: Connector, one: SourceConfig): Promise<Identity> {
      asked.push(one.id);
      if (now.trouble) return Promise.reject(new DesksideError(now.trouble, 'no'));
      return now.user === null
        ? Promise.reject(new DesksideError('signed-out', 'nobody'))
        : Promise.resolve(user(now.user));
    },
    last: () => Promise.resolve(now.user === null ? null : user(now.user)),
    strangerSeen: () => now.stranger,
  };
  return { now, asked, sessions };
}

function setUp() {
  const { start } = browser();
  const host = start();
  const { now, asked, sessions } = desk();
  const readableOwners = createReadableOwners({ connectors, sessions, library: host.library });
  const rows: SyncRow[] = [];
  const done: string[] = [];
  const sync = {
    rows: () => Promise.resolve(rows),
    start: ({ scope }: { scope: unknown }) => Promise.resolve(void done.push(`start ${String(scope)}`)),
    pause: (key: string) => Promise.resolve(void done.push(`pause ${key}`)),
  } as unknown as Sync;
  const settings = settingsSchema.parse({ sources: [source] });
  const handlers = createLibraryHandlers(
    {
      library: host.library,
      files: createFileImport(host.library),
      sync,
      connectors,
      readableOwners,
      quotaBytes: () => Promise.resolve(1_000_000),
      now: () => Date.now(),
    },
    () => settings,
  );
  return { ...host, now, asked, handlers, readableOwners, rows, done };
}
// Handlers get who sent a message, too; these do not care.
const sender = {} as never;

describe('whose rows may be seen', () => {
  it('are those of the user whom the source confirms', async () => {
    const { readableOwners, ann, bob, now } = setUp();
    expect(await readableOwners.ask(source)).toEqual({ owner: ann, error: null });
    expect(readableOwners.recent(source)).toBe(ann);
    now.user = 'bob';
    expect(await readableOwners.ask(source)).toEqual({ owner: bob, error: null });
  });

  it.each(['unreachable', 'timeout', 'server', 'rate-limited'] as const)(
    'are those of whoever was confirmed last while the source is out of reach (%s), unless somebody else was seen',
    async (kind) => {
      const { readableOwners, ann, now } = setUp();
      now.trouble = kind;
      expect(readableOwners.recent(source)).toBeNull();
      expect(await readableOwners.ask(source)).toEqual({ owner: ann, error: kind });
      now.stranger = true;
      expect(await readableOwners.ask(source)).toEqual({ owner: null, error: kind });
    },
  );

  it.each(['signed-out', 'forbidden'] as const)('are nobody’s after %s', async (kind) => {
    const { readableOwners, now } = setUp();
    now.trouble = kind;
    expect(await readableOwners.ask(source)).toEqual({ owner: null, error: kind });
  });

  it('are nobody’s of a product that there is not', async () => {
    const { readableOwners } = setUp();
    expect(await readableOwners.ask({ ...source, product: 'gone' })).toEqual({
      owner: null,
      error: 'unsupported',
    });
  });
});

describe('the library page', () => {
  it('lists, shows and finds what the signed-in user may read, and imported files', async () => {
    const { handlers, keep, ann, bob, library } = setUp();
    await keep(ann, 'mine');
    await keep(bob, 'theirs');
    await library.keep(
      library.filesOwner,
      { ...source, id: FILES_SOURCE_ID },
      [sampleDocument('notes.md', { sourceId: FILES_SOURCE_ID, url: '' })],
      Date.now(),
    );
    const page = await handlers['library/documents']({ sourceId: 'kb', after: null, words: '' }, sender);
    expect(page.documents.map(({ documentKey }) => documentKey)).toEqual([library.keyOf(ann, 'kb', 'mine')]);
    const files = await handlers['library/documents'](
      { sourceId: FILES_SOURCE_ID, after: null, words: '' },
      sender,
    );
    expect(files.documents.map(({ place }) => place)).toEqual(['notes.md']);
    const { hits } = await handlers['library/search']({ words: 'fix' }, sender);
    expect(hits.map(({ facts }) => facts.documentId).sort()).toEqual(['mine', 'notes.md']);
    const show = (key: string) => handlers['library/document']({ documentKey: key }, sender);
    expect((await show(library.keyOf(ann, 'kb', 'mine'))).document?.facts.documentId).toBe('mine');
    // Not even by its key.
    expect((await show(library.keyOf(bob, 'kb', 'theirs'))).document).toBeNull();
    expect((await show('nothing')).document).toBeNull();
  });

  it('shows nothing of a source whose user is not known, and says why', async () => {
    const { handlers, keep, ann, now } = setUp();
    await keep(ann, 'mine');
    now.trouble = 'signed-out';
    expect(await handlers['library/documents']({ sourceId: 'kb', after: null, words: '' }, sender)).toEqual({
      documents: [],
      next: null,
      error: 'signed-out',
    });
    expect(
      await handlers['library/documents']({ sourceId: 'gone', after: null, words: '' }, sender),
    ).toMatchObject({ error: 'not-found' });
    expect((await handlers['library/search']({ words: 'fix' }, sender)).hits).toEqual([]);
  });

  it('counts by source, and shows copies of the signed-in user only', async () => {
    const { handlers, keep, ann, bob, rows, now, asked } = setUp();
    await keep(ann, 'mine');
    const job = (owner: string) => ({ jobKey: `${owner} all`, sourceId: 'kb', owner }) as SyncRow;
    rows.push(job(ann), job(bob), { ...job(ann), sourceId: 'gone' });
    const overview = await handlers['library/overview']({}, sender);
    expect(overview.sources).toMatchObject([{ sourceId: 'kb', documents: 1, lists: ['articles'] }]);
    expect(overview.syncs.map(({ jobKey }) => jobKey)).toEqual([`${ann} all`]);
    expect(overview.quotaBytes).toBe(1_000_000);
    // Nobody known lately: nothing is shown, and the source is asked for the next time.
    now.trouble = 'unreachable';
    asked.splice(0);
    expect((await handlers['library/overview']({}, sender)).syncs).toEqual([]);
    expect(asked).toEqual(['kb', 'kb']);
  });

  it('removes what it is told to, and copies every scope of a source', async () => {
    const { handlers, keep, ann, library, found, done } = setUp();
    await keep(ann, 'a', 'b');
    await handlers['library/remove']({ documentKeys: [library.keyOf(ann, 'kb', 'a')] }, sender);
    expect(await found(ann)).toEqual(['b']);
    await handlers['sync/start']({ sourceId: 'kb', what: 'articles' }, sender);
    await handlers['sync/pause']({ jobKey: 'one' }, sender);
    expect(done).toEqual(['start null', 'pause one']);
    await expect(
      handlers['sync/start']({ sourceId: 'gone', what: 'articles' }, sender),
    ).rejects.toMatchObject({
      kind: 'not-found',
    });
  });
});
