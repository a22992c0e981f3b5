import type { ReactNode } from 'react';
import { BackupSection } from '../../components/library/backup-section';
import { ImportSection } from '../../components/library/import-section';
import { libraryPlaceOf } from '../../components/library/library-address';
import { LibraryOverview } from '../../components/library/library-overview';
import { LibrarySearch } from '../../components/library/library-search';
import { StorageMeter } from '../../components/library/storage-meter';
import { OptionsSection } from '../../components/options/options-section';
import type { QueuedFile } from '../../lib/queries/import-queue';
import type { LibraryOverview as Overview, SyncView } from '../../lib/queries/library';
import { fixtureNow } from '../fixtures/panel/build-state';
import { previewSources } from './preview-sources';

const ignore = () => undefined;
const sync = (change: Partial<SyncView>): SyncView => ({
  jobKey: JSON.stringify(change),
  sourceId: 'policy-intranet',
  scope: null,
  what: 'articles',
  state: 'running',
  reason: null,
  waitingUntil: null,
  mode: 'everything',
  phase: 'listing',
  finishedAt: null,
  seen: 1250,
  kept: 1200,
  unchanged: 48,
  forgotten: 0,
  failures: 2,
  failed: [],
  total: 9210,
  truncated: false,
  doubtedAt: null,
  syncedAt: null,
  ...change,
});
const row = { oldest: fixtureNow, newest: fixtureNow - 3_600_000, lists: ['articles' as const] };
const overview: Overview = {
  bytes: 248_200_000,
  quotaBytes: 2e9,
  kept: true,
  sources: [
    { ...row, sourceId: 'files', documents: 128, passages: 2310, bytes: 9_000_000, lists: [] },
    { ...row, sourceId: 'policy-intranet', documents: 1312, passages: 9210, bytes: 39_000_000 },
    { ...row, sourceId: 'servicenow-k3v9', documents: 0, passages: 0, bytes: 0, newest: null },
  ],
  syncs: [
    sync({}),
    sync({ what: 'tickets', state: 'paused', reason: 'signed-out', total: null }),
    sync({
      state: 'done',
      finishedAt: fixtureNow - 7_200_000,
      scope: 'HR',
      failed: [
        {
          id: '1',
          title: 'Travel policy',
          kind: 'bad-answer',
          ref: { kind: 'article', id: '1', idType: 'id', within: null },
        },
      ],
    }),
  ],
};
const file = (id: number, path: string, change: Partial<QueuedFile>): QueuedFile => ({
  id,
  path,
  bytes: 1_200_000,
  state: 'waiting',
  done: 0,
  total: 0,
  outcome: null,
  cut: false,
  problem: null,
  ...change,
});
const files: QueuedFile[] = [
  file(1, 'Handbooks/Networks/VPN and remote access, third edition, with the annex on split tunnels.pdf', {
    state: 'reading',
    done: 12,
    total: 340,
  }),
  file(2, 'Handbooks/damaged.docx', {
    state: 'failed',
    problem: {
      kind: 'damaged',
      text: 'The file is damaged or incomplete.',
      next: 'Open it in its own program, save it again and add that.',
      retryable: false,
    },
  }),
  file(3, 'tickets.csv', { state: 'done', outcome: { added: 1200, updated: 3, unchanged: 0, removed: 1 } }),
  file(4, 'notes.md', {}),
];

/** The library section over fixed data. */
export function LibraryPreview({ hash, variant }: { hash: string; variant: string }): ReactNode {
  const place = libraryPlaceOf(hash);
  const empty = variant === 'empty';
  return (
    <OptionsSection
      title="Library"
      lead="What is kept on this device to answer from: files you add, sources you copy, and what you have looked at."
    >
      <LibrarySearch words={place.view === 'search' ? place.words : ''} onGo={ignore} />
      <ImportSection
        files={empty ? [] : files}
        enabled={variant !== 'locked'}
        accept={['.pdf']}
        onChoose={ignore}
        onCancel={ignore}
        onRetry={ignore}
        onClear={ignore}
        onRemove={ignore}
      />
      <StorageMeter bytes={empty ? 0 : overview.bytes} quotaBytes={overview.quotaBytes} />
      <LibraryOverview
        overview={empty ? { ...overview, sources: [], syncs: [] } : overview}
        sources={previewSources}
        onCopy={ignore}
        onPause={ignore}
        onResume={ignore}
        onCancel={ignore}
        onRemoveAll={ignore}
      />
      <BackupSection
        state={{
          doing: null,
          documents: 0,
          outcome: empty ? null : { restored: 120, kept: 3, refused: 4 },
          saved: false,
          problem: null,
        }}
        documents={1440}
        enabled
        onBackUp={ignore}
        onRestore={ignore}
        onCancel={ignore}
      />
    </OptionsSection>
  );
}
