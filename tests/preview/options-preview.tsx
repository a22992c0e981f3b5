import type { ReactNode } from 'react';
import { AboutSection } from '../../components/options/about-section';
import { AddSourceForm } from '../../components/options/add-source-form';
import { AppearanceSection } from '../../components/options/appearance-section';
import { CacheSection } from '../../components/options/cache-section';
import { LookupSection } from '../../components/options/lookup-section';
import { OptionsLayout, sectionOf, type OptionSection } from '../../components/options/options-layout';
import { PagesSection } from '../../components/options/pages-section';
import { SourceDetails } from '../../components/options/source-details';
import { SourcesSection } from '../../components/options/sources-section';
import { settingsSchema, type SettingLocks } from '../../lib/core/settings';
import { matchPatternOf } from '../../lib/platform/match-pattern';
import { fixtureNow } from '../fixtures/panel/build-state';
import { LibraryPreview } from './library-preview';
import { EndpointPreview } from './endpoint-preview';
import { ModelsPreview } from './models-preview';
import { previewChecks, previewScopes, previewSources, previewTest } from './preview-sources';

const locks: SettingLocks = {
  'sources.policy-intranet': { by: 'policy' },
  cacheMaxAgeDays: { by: 'policy' },
  similarTickets: { by: 'policy' },
};
const settings = settingsSchema.parse({ sources: previewSources });
const ignore = () => undefined;
const candidate = (product: string, productName: string) => ({
  product,
  productName,
  baseUrl: 'https://tools.acme.example/jira',
  origins: ['https://tools.acme.example/*'],
});
const stats = {
  bytes: 48_200_000,
  quotaBytes: 2e9,
  sources: [
    {
      sourceId: 'policy-intranet',
      documents: 1312,
      passages: 9210,
      bytes: 39_000_000,
      oldest: fixtureNow,
      newest: fixtureNow - 3_600_000,
    },
    {
      sourceId: 'servicenow-k3v9',
      documents: 240,
      passages: 960,
      bytes: 9_200_000,
      oldest: fixtureNow,
      newest: fixtureNow - 86_400_000,
    },
  ],
};

/** The options page over fixed data; `variant` says how the new source's connection ends. */
export function OptionsPreview({ hash, variant }: { hash: string; variant: string }) {
  const section = sectionOf(hash);
  const shared = { settings, locks, onSave: ignore };
  const outcome =
    variant === 'signed-out'
      ? { ...previewTest, ok: false, user: null, error: 'signed-out' as const }
      : variant === 'refused'
        ? {
            ...previewTest,
            ok: false,
            product: null,
            productName: null,
            baseUrl: null,
            error: 'no-permission' as const,
          }
        : {
            ...previewTest,
            baseUrl: 'https://tools.acme.example/jira',
            product: 'jira-dc',
            productName: 'Jira',
          };
  const pages: Record<OptionSection, ReactNode> = {
    sources: (
      <SourcesSection
        sources={variant === 'empty' ? [] : previewSources}
        checks={previewChecks}
        locks={locks}
        productName={(id) => id}
        mayAdd={variant !== 'locked'}
        problems={variant === 'locked' ? ['policy: sources[2]: baseUrl: Invalid URL'] : []}
        removed={variant === 'removed' ? (previewSources[2] ?? null) : null}
        onChange={ignore}
        onEdit={ignore}
        details={
          variant === 'details' &&
          previewSources[1] && (
            <SourceDetails
              source={{ ...previewSources[1], scopes: ['HR'] }}
              scopes={previewScopes}
              onSave={ignore}
              onClose={ignore}
            />
          )
        }
        onRemove={ignore}
        onUndo={ignore}
        onAction={ignore}
        addForm={
          <AddSourceForm
            existing={previewSources}
            recognise={() =>
              Promise.resolve(
                variant === 'unknown'
                  ? []
                  : [
                      candidate('jira-dc', 'Jira'),
                      ...(variant === 'several' ? [candidate('confluence-dc', 'Confluence')] : []),
                    ],
              )
            }
            connect={() => Promise.resolve(outcome)}
            onSave={ignore}
            onOpen={ignore}
          />
        }
      />
    ),
    library: <LibraryPreview hash={hash} variant={variant} />,
    models: <ModelsPreview variant={variant} />,
    endpoint: <EndpointPreview variant={variant} />,
    pages: (
      <PagesSection
        sources={previewSources}
        granted={['https://*.service-now.com/*', 'https://wiki.acme.example/*', 'https://old.acme.example/*']}
        fixed={['https://*.service-now.com/*', 'https://*.atlassian.net/*']}
        patternOf={matchPatternOf}
        onChange={ignore}
      />
    ),
    lookup: <LookupSection {...shared} />,
    cache: <CacheSection {...shared} stats={stats} onPurge={ignore} />,
    appearance: <AppearanceSection {...shared} />,
    about: <AboutSection version="0.1.0" />,
  };
  return (
    <OptionsLayout section={section} notice="">
      {pages[section]}
    </OptionsLayout>
  );
}
