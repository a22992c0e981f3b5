import { Tooltip } from 'radix-ui';
import { useRef, useState } from 'react';
import type { AssistState } from '../../lib/core/assist-state';
import type { SourceConfig } from '../../lib/core/source';
import { announcement } from '../messages';
import { useCopy } from '../ui/use-copy';
import { answerAsText } from './answer-text';
import { HeadStatus } from './head-status';
import { KeysDialog } from './keys-dialog';
import { LiveRegion } from './live-region';
import type { PanelActions, Theme } from './panel-actions';
import { PanelBody } from './panel-body';
import { PanelHead } from './panel-head';
import { PanelMenu } from './panel-menu';
import { SourceOffer } from './source-offer';
import { panelView, writerOf } from './panel-view';
import { usePanelKeys } from './use-panel-keys';
import { WriterChip } from './writer-chip';

export interface PanelProps {
  /** Null until the host has said something about this tab. */
  state: AssistState | null;
  connection: 'connecting' | 'connected' | 'lost';
  /** The configured sources; null while the settings are being read. */
  sources: readonly SourceConfig[] | null;
  productName: (id: string) => string;
  theme: Theme;
  themeLocked: boolean;
  actions: PanelActions;
}

/** The whole side panel for one tab: data in, callbacks out. */
export function Panel({ state, connection, sources, productName, theme, themeLocked, actions }: PanelProps) {
  const root = useRef<HTMLDivElement>(null);
  const statusList = useRef<HTMLUListElement>(null);
  const [keysOpen, setKeysOpen] = useState(false);
  const { status: copyStatus, copy } = useCopy(actions.copyText);
  const subject = state?.subject ?? null;
  const ready = subject?.state === 'ready';
  const copyAnswer = () => {
    if (state?.answer?.outcome === 'answered') copy(answerAsText(state.answer));
  };
  const refresh = () => ready && actions.refresh();
  const showSources = () => {
    statusList.current?.scrollIntoView({ block: 'nearest' });
    (statusList.current?.querySelector('button') ?? statusList.current)?.focus();
  };
  usePanelKeys(root, { onCopy: copyAnswer, onRefresh: refresh, onHelp: () => setKeysOpen(true) });

  // An endpoint's collections stand in no list of sources, and are searched all the same.
  const hasSource =
    sources === null ? null : sources.some((source) => source.enabled) || (state?.sources.length ?? 0) > 0;
  const view = panelView({ state, connection, hasSource });
  return (
    <Tooltip.Provider delayDuration={350} skipDelayDuration={150}>
      <div ref={root}>
        <PanelHead
          subject={subject}
          siteName={siteName(state, sources, productName)}
          working={state?.stage === 'cache' || state?.stage === 'live'}
          onRefresh={refresh}
          menu={
            <PanelMenu
              theme={theme}
              themeLocked={themeLocked}
              onTheme={actions.setTheme}
              onOptions={() => actions.openOptions(null)}
              onKeys={() => setKeysOpen(true)}
            />
          }
        >
          {state && (
            <WriterChip
              writer={writerOf(state)}
              endpointHost={state.writer?.remote?.host ?? null}
              searched={state.sources}
            />
          )}
          {/* Where every source failed the panel itself says so. */}
          {state && view.kind !== 'all-failed' && (
            <HeadStatus
              state={state}
              connection={connection}
              onRefresh={refresh}
              onShowSources={showSources}
              onReconnect={actions.reconnect}
            />
          )}
        </PanelHead>
        <main>
          <PanelBody
            view={view}
            state={state}
            actions={actions}
            copyStatus={copyStatus}
            onCopyAnswer={copyAnswer}
            statusRef={statusList}
          />
          <SourceOffer offer={state?.offer ?? null} sources={sources} actions={actions} />
        </main>
        <LiveRegion text={announcement(state)} />
        <KeysDialog open={keysOpen} onOpenChange={setKeysOpen} />
      </div>
    </Tooltip.Provider>
  );
}

/** The name people gave the instance the page is on; else what the site calls itself. */
function siteName(
  state: AssistState | null,
  sources: readonly SourceConfig[] | null,
  productName: (id: string) => string,
): string {
  if (state?.subject.state !== 'ready') return 'Deskside';
  const { site, url } = state.subject;
  const own = sources?.find((source) => source.product === site && url.startsWith(source.baseUrl));
  return own?.name ?? productName(site);
}
