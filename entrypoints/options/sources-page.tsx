import { useState } from 'react';
import { SourceDetails } from '../../components/options/source-details';
import { AddSourceForm } from '../../components/options/add-source-form';
import { SourcesSection } from '../../components/options/sources-section';
import type { FoundSource } from '../../components/options/use-add-source';
import type { MessageAction } from '../../components/messages';
import type { Settings } from '../../lib/core/settings';
import { sourceConfigSchema, type SourceConfig } from '../../lib/core/source';
import { useBackend } from '../../lib/queries/backend';
import { useHosts } from '../../lib/queries/permissions';
import type { SettingsView } from '../../lib/queries/settings';
import {
  connectSource,
  newSourceId,
  recogniseSource,
  useRecheck,
  useSourceChecks,
  useSourceScopes,
} from '../../lib/queries/sources';

export interface SourcesPageProps {
  view: SettingsView;
  save: (patch: Partial<Settings>) => void;
  /** An address to begin with, where one was brought along. */
  address: string;
}

/** The sources section: what is configured, how each answers, and the way to add one. */
export function SourcesPage({ view, save, address }: SourcesPageProps) {
  const backend = useBackend();
  const { change } = useHosts();
  const recheck = useRecheck();
  const { sources } = view.settings;
  const checks = useSourceChecks(sources);
  // The list as it was before a removal, so that undoing puts the source back in its place.
  const [undo, setUndo] = useState<{ removed: SourceConfig; before: SourceConfig[] } | null>(null);

  const [editedId, setEditedId] = useState<string | null>(null);
  const edited = sources.find(({ id }) => id === editedId) ?? null;
  const scopes = useSourceScopes(edited);

  const saveSources = (next: SourceConfig[]) => {
    setUndo(null);
    save({ sources: next });
  };
  const replace = (changed: SourceConfig) =>
    saveSources(sources.map((one) => (one.id === changed.id ? changed : one)));
  const openUrl = (url: string) =>
    void backend.send('citation/open', { url, quote: null, windowId: backend.windowId });
  const add = ({ product, baseUrl }: FoundSource, name: string) => {
    const id = newSourceId(name, backend.randomId());
    saveSources([...sources, sourceConfigSchema.parse({ id, product, baseUrl, name })]);
  };
  const act = (action: MessageAction, source: SourceConfig) => {
    if (action === 'open') openUrl(source.baseUrl);
    else if (action === 'allow') void change({ pattern: backend.patternOf(source.baseUrl), allow: true });
    else void recheck(source.id);
  };
  return (
    <SourcesSection
      sources={sources}
      checks={checks}
      locks={view.locks}
      productName={backend.productName}
      mayAdd={view.settings.allowUserSources && !view.locks.sources}
      problems={view.problems}
      removed={undo?.removed ?? null}
      onChange={replace}
      onEdit={({ id }) => setEditedId(id)}
      onRemove={(removed) => {
        saveSources(sources.filter((one) => one.id !== removed.id));
        setUndo({ removed, before: sources });
      }}
      onUndo={() => undo && saveSources(undo.before)}
      onAction={act}
      details={
        edited && (
          <SourceDetails
            key={edited.id}
            source={edited}
            scopes={scopes}
            onSave={(changed) => {
              replace(changed);
              setEditedId(null);
            }}
            onClose={() => setEditedId(null)}
          />
        )
      }
      addForm={
        <AddSourceForm
          key={address}
          address={address}
          existing={sources}
          recognise={(url) => recogniseSource(backend, url)}
          connect={(candidates) => connectSource(backend, candidates)}
          onSave={add}
          onOpen={openUrl}
        />
      }
    />
  );
}
