import { useEffect, useState } from 'react';
import { Panel } from '../../components/panel/panel';
import { ClockContext } from '../../components/ui/clock';
import { useNow } from '../../components/ui/use-now';
import { useTheme } from '../../components/ui/use-theme';
import { followActiveTab, type FollowableTabs } from '../../lib/queries/active-tab';
import { useAssist } from '../../lib/queries/assist';
import { useBackend } from '../../lib/queries/backend';
import { createPanelRequests } from '../../lib/queries/panel-actions';
import { useSettings } from '../../lib/queries/settings';
import { addressOf } from '../../lib/core/source-list';
import { sourceFromOffer } from '../../lib/queries/sources';

export interface SidePanelAppProps {
  tabs: FollowableTabs;
  /** The element that carries the theme. */
  root: HTMLElement;
  locale: string;
}

const clock = () => Date.now();
const reportError = (error: unknown) => console.warn('Deskside:', error);

/** Follows the tab in front of this window and shows what the host says about it. */
export function SidePanelApp({ tabs, root, locale }: SidePanelAppProps) {
  const backend = useBackend();
  const now = useNow(clock);
  const [tabId, setTabId] = useState<number | null>(null);
  useEffect(() => {
    const stop = new AbortController();
    followActiveTab({ tabs, windowId: backend.windowId, onTab: setTabId, signal: stop.signal });
    return () => stop.abort();
  }, [tabs, backend]);
  const { state, connection, reconnect } = useAssist(tabId);
  const { view, save } = useSettings();
  const theme = view?.settings.theme ?? 'system';
  useTheme(root, theme);

  const sources = view?.settings.sources ?? null;
  const requests = createPanelRequests({ backend, tabId, sources: sources ?? [], onError: reportError });
  return (
    <ClockContext value={{ now, locale }}>
      <Panel
        // Another tab is another panel: nothing folded, scrolled or focused carries over.
        key={tabId}
        state={state}
        connection={connection}
        sources={sources}
        productName={backend.productName}
        theme={theme}
        themeLocked={Boolean(view?.locks.theme)}
        actions={{
          ...requests,
          writeAnswer(agree) {
            const { endpointUrl = '' } = view?.settings ?? {};
            if (agree) save({ endpointAgreed: endpointUrl });
            requests.writeAnswer(agree, state?.writer?.remote ? endpointUrl : null);
          },
          reconnect,
          setTheme: (choice) => save({ theme: choice }),
          acceptOffer(offer) {
            if (sources === null) return;
            const source = sourceFromOffer(offer, sources, backend.randomId());
            requests.withAccess(source.baseUrl, () => save({ sources: [...sources, source] }));
          },
          declineOffer(offer) {
            save({
              declinedOffers: [...(view?.settings.declinedOffers ?? []), addressOf(offer)].slice(-500),
            });
          },
        }}
      />
    </ClockContext>
  );
}
