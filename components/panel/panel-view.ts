import type { AssistState, SourceStatus } from '../../lib/core/assist-state';
import { isFile } from '../../lib/core/files-source';
import type { PanelSituation } from '../messages';

/** What fills the panel under its head. */
export type PanelView =
  | { readonly kind: 'situation'; readonly situation: PanelSituation }
  | { readonly kind: 'reading'; readonly title: string }
  | { readonly kind: 'looking-up' }
  | { readonly kind: 'nothing-found' }
  | { readonly kind: 'all-failed'; readonly first: SourceStatus }
  | { readonly kind: 'results' };

export interface PanelViewInput {
  readonly state: AssistState | null;
  readonly connection: 'connecting' | 'connected' | 'lost';
  /** Null while the settings are being read. */
  readonly hasSource: boolean | null;
}

/** Decides which of the panel's designed states is shown; what there is to read always wins over a message. */
export function panelView({ state, connection, hasSource }: PanelViewInput): PanelView {
  if (state !== null && hasResults(state)) return { kind: 'results' };
  if (hasSource === false) return { kind: 'situation', situation: 'no-source' };
  if (state === null) return { kind: 'situation', situation: connection === 'lost' ? 'lost' : 'starting' };
  const { subject } = state;
  if (subject.state === 'none') return { kind: 'situation', situation: subject.reason };
  if (subject.state === 'reading') return { kind: 'reading', title: subject.title };
  if (state.stage === 'idle') return { kind: 'situation', situation: 'not-looked-up' };
  if (state.stage !== 'done') return { kind: 'looking-up' };
  const failed = state.sources.filter((source) => source.state === 'failed');
  const [first] = failed;
  if (first !== undefined && failed.length === state.sources.length) return { kind: 'all-failed', first };
  return { kind: 'nothing-found' };
}

function hasResults(state: AssistState): boolean {
  if (state.subject.state !== 'ready') return false;
  return state.articles.length > 0 || state.tickets.length > 0 || state.answer?.outcome === 'answered';
}

/** Which path wrote what is shown, null while nothing is: everything unconfirmed counts as the cache's. */
export function writerOf(state: AssistState): 'cache' | 'extracts' | 'model' | 'remote' | null {
  if (!hasResults(state)) return null;
  if (state.answer?.writtenBy === 'model') return state.writer?.remote ? 'remote' : 'model';
  const shown = [...state.articles, ...state.tickets];
  if (state.offline) return 'cache';
  return shown.length > 0 && shown.every((item) => item.origin === 'cache' && !isFile(item))
    ? 'cache'
    : 'extracts';
}
