import { useDeferredValue, useEffect, useState, useSyncExternalStore } from 'react';
import { BackupSection } from '../../components/library/backup-section';
import { DocumentList } from '../../components/library/document-list';
import { DocumentView } from '../../components/library/document-view';
import { ImportSection } from '../../components/library/import-section';
import { libraryAddress, libraryPlaceOf } from '../../components/library/library-address';
import { LibraryOverview } from '../../components/library/library-overview';
import { LibrarySearch } from '../../components/library/library-search';
import { sourceNameOf } from '../../components/library/library-words';
import { SearchResults } from '../../components/library/search-results';
import { StorageMeter } from '../../components/library/storage-meter';
import { useBackup } from '../../components/library/use-backup';
import { OptionsSection } from '../../components/options/options-section';
import type { SourceConfig } from '../../lib/core/source';
import { useBackend } from '../../lib/queries/backend';
import type { ImportQueue } from '../../lib/queries/import-queue';
import {
  useLibraryActions,
  useLibraryDocument,
  useLibraryDocuments,
  useLibraryOverview,
  useLibrarySearch,
} from '../../lib/queries/library';
import { backUpLibrary, restoreLibrary } from '../../lib/queries/library-backup';
import { acceptedEndings, chosenFiles } from './read-chosen-file';
import { wordsFor } from './words-for';

export interface LibraryPageProps {
  sources: readonly SourceConfig[];
  hash: string;
  window: Window;
  queue: ImportQueue;
}

/** The library section: what is stored, the ways in and out, and each document as it is kept. */
export function LibraryPage({ sources, hash, window, queue }: LibraryPageProps) {
  const place = libraryPlaceOf(hash);
  const go = (address: string) => window.location.assign(address);
  const { failure } = useLibraryActions();
  return (
    <OptionsSection
      title="Library"
      lead="What is kept on this device to answer from: files you add, sources you copy, and what you have looked at."
    >
      {failure && <p role="alert">{wordsFor(failure)}</p>}
      {place.view === 'source' ? (
        <SourceDocuments key={place.sourceId} sources={sources} sourceId={place.sourceId} />
      ) : place.view === 'document' ? (
        <OneDocument sources={sources} documentKey={place.documentKey} onGo={go} />
      ) : (
        <>
          <LibrarySearch key={hash} words={place.view === 'search' ? place.words : ''} onGo={go} />
          {place.view === 'search' ? (
            <Found sources={sources} words={place.words} />
          ) : (
            <Everything sources={sources} queue={queue} />
          )}
        </>
      )}
    </OptionsSection>
  );
}

function Everything({ sources, queue }: Pick<LibraryPageProps, 'sources' | 'queue'>) {
  const { overview, error } = useLibraryOverview();
  const actions = useLibraryActions();
  const backend = useBackend();
  const files = useSyncExternalStore(queue.subscribe, queue.files);
  const enabled = overview?.kept ?? true;
  const backup = useBackup({
    async backUp(signal, onProgress) {
      const now = Date.now();
      const file = await backUpLibrary({ send: backend.send, signal, onProgress }, now);
      backend.download(file, `deskside-library-${new Date(now).toISOString().slice(0, 10)}.jsonl.gz`);
    },
    async restore(file, signal, onProgress) {
      await backend.persist().catch(() => false);
      try {
        return await restoreLibrary(file, { send: backend.send, signal, onProgress });
      } finally {
        actions.refresh();
      }
    },
    wordsFor,
  });
  const documents = overview?.sources.reduce((sum, source) => sum + source.documents, 0) ?? 0;
  return (
    <>
      <ImportSection
        files={files}
        enabled={enabled}
        accept={acceptedEndings}
        onChoose={(event) => void chosenFiles(event).then(queue.add)}
        onCancel={queue.cancel}
        onRetry={queue.retry}
        onClear={queue.clear}
        onRemove={(id) => void queue.remove(id).catch(() => actions.refresh())}
      />
      {overview === null ? (
        <p role="status">{error ? wordsFor(error) : 'Counting…'}</p>
      ) : (
        <>
          <StorageMeter bytes={overview.bytes} quotaBytes={overview.quotaBytes} />
          <LibraryOverview
            overview={overview}
            sources={sources}
            onCopy={actions.copy}
            onPause={actions.pause}
            onResume={actions.resume}
            onCancel={actions.cancel}
            onRemoveAll={actions.removeAll}
          />
        </>
      )}
      <BackupSection
        state={backup.state}
        documents={documents}
        enabled={enabled}
        onBackUp={backup.backUp}
        onRestore={backup.restore}
        onCancel={backup.cancel}
      />
    </>
  );
}

function SourceDocuments({ sources, sourceId }: { sources: readonly SourceConfig[]; sourceId: string }) {
  const [words, setWords] = useState('');
  const { documents, refusal, more, isLoading } = useLibraryDocuments(sourceId, useDeferredValue(words));
  const { removeDocuments } = useLibraryActions();
  return (
    <DocumentList
      name={sourceNameOf(sourceId, sources)}
      documents={documents}
      refusal={refusal}
      words={words}
      onWords={setWords}
      onMore={more}
      isLoading={isLoading}
      onRemove={(documentKey) => removeDocuments([documentKey])}
    />
  );
}

function OneDocument({
  sources,
  documentKey,
  onGo,
}: {
  sources: readonly SourceConfig[];
  documentKey: string;
  onGo: (address: string) => void;
}) {
  const backend = useBackend();
  const { document } = useLibraryDocument(documentKey);
  const { removeDocuments } = useLibraryActions();
  useEffect(() => {
    globalThis.scrollTo({ top: 0 });
  }, [documentKey]);
  return (
    <DocumentView
      document={document}
      sourceName={document ? sourceNameOf(document.facts.sourceId, sources) : ''}
      copyText={(text) => backend.writeClipboard(text).then(() => true)}
      onOpen={(url) => void backend.send('citation/open', { url, quote: null, windowId: backend.windowId })}
      onRemove={(key) => {
        removeDocuments([key]);
        onGo(
          libraryAddress(
            document ? { view: 'source', sourceId: document.facts.sourceId } : { view: 'overview' },
          ),
        );
      }}
    />
  );
}

function Found({ sources, words }: { sources: readonly SourceConfig[]; words: string }) {
  const { hits } = useLibrarySearch(words);
  return <SearchResults hits={hits} words={words} nameOf={(sourceId) => sourceNameOf(sourceId, sources)} />;
}
