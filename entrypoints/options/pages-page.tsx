import { PagesSection } from '../../components/options/pages-section';
import type { SourceConfig } from '../../lib/core/source';
import { useBackend } from '../../lib/queries/backend';
import { useHosts } from '../../lib/queries/permissions';

/** The pages section with the hosts the browser lets us read. */
export function PagesPage({ sources }: { sources: readonly SourceConfig[] }) {
  const { patternOf } = useBackend();
  const { granted, fixed, change } = useHosts();
  return (
    <PagesSection
      sources={sources}
      granted={granted}
      fixed={fixed}
      patternOf={patternOf}
      onChange={(wanted) => void change(wanted)}
    />
  );
}
