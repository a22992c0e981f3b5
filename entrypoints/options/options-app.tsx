import { useSyncExternalStore, type ReactNode } from 'react';
import { useModelImport } from '../../components/models/use-model-import';
import { AboutSection } from '../../components/options/about-section';
import { AppearanceSection } from '../../components/options/appearance-section';
import { LookupSection } from '../../components/options/lookup-section';
import { addressToAdd, OptionsLayout, sectionOf } from '../../components/options/options-layout';
import { ClockContext } from '../../components/ui/clock';
import { useNow } from '../../components/ui/use-now';
import { useTheme } from '../../components/ui/use-theme';
import { useModelActions } from '../../lib/queries/models';
import { useSettings } from '../../lib/queries/settings';
import { useImportQueue } from '../../lib/queries/use-import-queue';
import { CachePage } from './cache-page';
import { EndpointPage } from './endpoint-page';
import { importModelFiles } from './import-model-files';
import { LibraryPage } from './library-page';
import { ModelsPage } from './models-page';
import { PagesPage } from './pages-page';
import { problemOf, readChosenFile } from './read-chosen-file';
import { SourcesPage } from './sources-page';
import { wordsFor } from './words-for';

const clock = () => Date.now();

/** The options page: the section its address names, with the settings that count. */
export function OptionsApp({ window, version }: { window: Window; version: string }) {
  const queue = useImportQueue({ read: readChosenFile, problemOf, now: clock }, window);
  const { refresh } = useModelActions();
  const adding = useModelImport({ importModel: importModelFiles, wordsFor, onChanged: refresh });
  const now = useNow(clock);
  const hash = useSyncExternalStore(
    (onChange) => {
      window.addEventListener('hashchange', onChange);
      return () => window.removeEventListener('hashchange', onChange);
    },
    () => window.location.hash,
  );
  const { view, loadError, saveError, save } = useSettings();
  useTheme(window.document.documentElement, view?.settings.theme ?? 'system');
  const section = sectionOf(hash);

  const shared = view && { settings: view.settings, locks: view.locks, onSave: save };
  const pages: Record<typeof section, () => ReactNode> = {
    sources: () => view && <SourcesPage view={view} save={save} address={addressToAdd(hash)} />,
    library: () =>
      view && <LibraryPage sources={view.settings.sources} hash={hash} window={window} queue={queue} />,
    models: () => shared && <ModelsPage adding={adding} {...shared} />,
    endpoint: () => shared && <EndpointPage {...shared} />,
    pages: () => view && <PagesPage sources={view.settings.sources} />,
    lookup: () => shared && <LookupSection {...shared} />,
    cache: () => shared && <CachePage {...shared} />,
    appearance: () => shared && <AppearanceSection {...shared} />,
    about: () => <AboutSection version={version} />,
  };
  const notice = saveError
    ? `That was not saved: ${saveError.message}`
    : loadError
      ? 'The settings could not be read. Close this page and open it again.'
      : '';
  return (
    <ClockContext value={{ now, locale: window.navigator.language }}>
      <OptionsLayout section={section} notice={notice}>
        {pages[section]()}
      </OptionsLayout>
    </ClockContext>
  );
}
