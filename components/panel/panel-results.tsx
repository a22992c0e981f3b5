import type { Ref } from 'react';
import type { AssistState } from '../../lib/core/assist-state';
import { FILES_SOURCE_NAME, isFile } from '../../lib/core/files-source';
import type { Suggestion } from '../../lib/core/suggestion';
import { firstMarkedSentence } from '../passage-text';
import { useClock } from '../ui/clock';
import type { CopyStatus } from '../ui/use-copy';
import { AnswerSection } from './answer-section';
import type { PanelActions } from './panel-actions';
import { PanelSection } from './panel-section';
import { ResultList } from './result-list';
import { Skeleton } from './skeleton';
import { SourceStatusList } from './source-status-list';
import { SuggestionCard } from './suggestion-card';
import { TicketCard } from './ticket-card';

export interface PanelResultsProps {
  state: AssistState;
  actions: PanelActions;
  copyStatus: CopyStatus;
  onCopyAnswer: () => void;
  statusRef: Ref<HTMLUListElement>;
}

/** Answer, sources, similar tickets, and one line for every source that was asked. */
export function PanelResults({ state, actions, copyStatus, onCopyAnswer, statusRef }: PanelResultsProps) {
  const { locale } = useClock();
  const over = state.stage === 'done';
  const kind = state.subject.state === 'ready' ? state.subject.kind : 'ticket';
  // That nothing answers is only true once everybody was asked.
  const answer = over || state.answer?.outcome === 'answered' ? state.answer : null;
  const open = (one: Pick<Suggestion, 'sourceId' | 'documentKey' | 'url'>, quote: string | null) =>
    isFile(one) ? actions.openInLibrary(one.documentKey) : actions.openSource(one.url, quote);
  const shared = (one: Suggestion) => ({
    sourceName: isFile(one)
      ? FILES_SOURCE_NAME
      : (state.sources.find((source) => source.sourceId === one.sourceId)?.name ?? null),
    // While sources are still being asked everything starts from the cache: said once, in the head.
    unconfirmed: over && one.origin === 'cache' && !isFile(one),
    isFile: isFile(one),
    onOpen: () => open(one, firstMarkedSentence(one, locale)),
  });
  const keyOf = (one: Suggestion) => one.documentKey;
  return (
    <>
      {answer ? (
        <AnswerSection
          answer={answer}
          kind={kind}
          copyStatus={copyStatus}
          onCopy={onCopyAnswer}
          onOpen={(citation) => open(citation, citation.quote)}
          writer={state.writer}
          onWrite={actions.writeAnswer}
          onStopWriting={actions.stopWriting}
          onPreviewWriting={actions.previewWriting}
        />
      ) : (
        !over && (
          <PanelSection title={kind === 'article' ? 'What else is said' : 'Answer'}>
            <Skeleton shape="answer" />
          </PanelSection>
        )
      )}
      {(state.articles.length > 0 || !over) && (
        <PanelSection title="Sources" count={state.articles.length || undefined}>
          {state.articles.length === 0 && <Skeleton shape="results" />}
          <ResultList items={state.articles} keyOf={keyOf}>
            {(one) => <SuggestionCard suggestion={one} copyText={actions.copyText} {...shared(one)} />}
          </ResultList>
        </PanelSection>
      )}
      {state.tickets.length > 0 && (
        <PanelSection title="Similar resolved tickets" count={state.tickets.length}>
          <ResultList items={state.tickets} keyOf={keyOf}>
            {(one) => <TicketCard ticket={one} {...shared(one)} />}
          </ResultList>
        </PanelSection>
      )}
      <SourceStatusList
        ref={statusRef}
        sources={state.sources}
        wordsOnly={state.wordsOnly}
        actions={actions}
      />
    </>
  );
}
