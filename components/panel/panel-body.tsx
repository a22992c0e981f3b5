import {
  BookMarked,
  CircleAlert,
  FilePen,
  List,
  LogIn,
  PanelsTopLeft,
  PlugZap,
  Search,
  SearchX,
  type LucideIcon,
} from 'lucide-react';
import type { Ref } from 'react';
import type { AssistState } from '../../lib/core/assist-state';
import { situationMessage, statusMessage, type PanelSituation } from '../messages';
import { useClock } from '../ui/clock';
import type { CopyStatus } from '../ui/use-copy';
import { runPanelAction, runStatusAction } from './message-actions';
import { MissingList } from './missing-list';
import type { PanelActions } from './panel-actions';
import styles from './panel-body.module.css';
import { PanelMessage } from './panel-message';
import { PanelResults } from './panel-results';
import { PanelSection } from './panel-section';
import type { PanelView } from './panel-view';
import { Skeleton } from './skeleton';
import { SourceStatusList } from './source-status-list';

export interface PanelBodyProps {
  view: PanelView;
  state: AssistState | null;
  actions: PanelActions;
  copyStatus: CopyStatus;
  onCopyAnswer: () => void;
  statusRef: Ref<HTMLUListElement>;
}

const icons: Record<PanelSituation, LucideIcon> = {
  starting: PanelsTopLeft,
  lost: PlugZap,
  'no-source': BookMarked,
  'not-supported': PanelsTopLeft,
  'nothing-to-read': List,
  edit: FilePen,
  'signed-out': LogIn,
  'not-looked-up': Search,
  'nothing-found': SearchX,
};

/** What stands under the head, for each of the panel's states. */
export function PanelBody(props: PanelBodyProps) {
  const { view, state, actions } = props;
  switch (view.kind) {
    case 'situation':
      return <Situation situation={view.situation} actions={actions} />;
    case 'reading':
      return <Waiting text={`Reading ${view.title === '' ? 'this page' : view.title}…`} />;
    case 'looking-up':
      return <Waiting text="Asking your sources…" />;
    case 'nothing-found':
      return <NothingFound state={state} actions={actions} statusRef={props.statusRef} />;
    case 'all-failed':
      return <AllFailed view={view} state={state} actions={actions} />;
    case 'results':
      return state && <PanelResults {...props} state={state} />;
  }
}

function Situation({ situation, actions }: { situation: PanelSituation; actions: PanelActions }) {
  const message = situationMessage(situation);
  const run = () => message.action && runPanelAction(message.action.kind, actions);
  return (
    <PanelMessage icon={icons[situation]} message={message} onAction={run} late={situation === 'starting'} />
  );
}

function Waiting({ text }: { text: string }) {
  return (
    <div aria-busy>
      <PanelSection title="Answer">
        <Skeleton shape="answer" />
      </PanelSection>
      <PanelSection title="Sources">
        <Skeleton shape="results" text={text} />
      </PanelSection>
    </div>
  );
}

function NothingFound({
  state,
  actions,
  statusRef,
}: Pick<PanelBodyProps, 'state' | 'actions' | 'statusRef'>) {
  return (
    <>
      <Situation situation="nothing-found" actions={actions} />
      {state?.answer && state.answer.missing.length > 0 && (
        <div className={styles.missing}>
          <MissingList missing={state.answer.missing} />
        </div>
      )}
      <SourceStatusList
        ref={statusRef}
        sources={state?.sources ?? []}
        wordsOnly={state?.wordsOnly ?? null}
        actions={actions}
      />
    </>
  );
}

function AllFailed({
  view,
  state,
  actions,
}: { view: PanelView & { kind: 'all-failed' } } & Pick<PanelBodyProps, 'state' | 'actions'>) {
  const { now, locale } = useClock();
  const message = statusMessage(view.first, now, locale);
  const others = (state?.sources ?? []).filter((source) => source !== view.first);
  const run = () => message.action && runStatusAction(message.action.kind, view.first, actions);
  return (
    <>
      <PanelMessage icon={CircleAlert} message={message} onAction={run} />
      <SourceStatusList sources={others} wordsOnly={null} actions={actions} />
    </>
  );
}
