import type { SourceConfig } from '../../lib/core/source';
import { FILES_SOURCE_ID, FILES_SOURCE_NAME } from '../../lib/core/files-source';
import type { LibraryHit, SyncView } from '../../lib/queries/library';
import { formatClock } from '../when';

/** A source as people called it. */
export function sourceNameOf(
  sourceId: string,
  sources: readonly Pick<SourceConfig, 'id' | 'name'>[],
): string {
  if (sourceId === FILES_SOURCE_ID) return FILES_SOURCE_NAME;
  return sources.find(({ id }) => id === sourceId)?.name ?? 'A source removed since';
}

export function counted(count: number, one: string, many: string, locale: string): string {
  return `${count.toLocaleString(locale)} ${count === 1 ? one : many}`;
}

const reasons: Partial<Record<NonNullable<SyncView['reason']>, (name: string) => string>> = {
  user: () => 'Paused.',
  'signed-out': (name) => `Paused: ${name} wants you to sign in. It goes on when you have.`,
  'needs-open-tab': (name) => `Paused: open ${name} once in a tab. It goes on when you have.`,
  'no-permission': (name) =>
    `Paused: the browser does not let Deskside read ${name}. Allow it under Sources.`,
  'no-room': () => 'Paused: there is no room left on this device. Make some, then resume.',
  'rate-limited': (name) => `Stopped: ${name} asked us to slow down again and again. Resume it later.`,
  unreachable: (name) => `Stopped: ${name} could not be reached. Resume it when it is back.`,
  timeout: (name) => `Stopped: ${name} took too long to answer. Resume it later.`,
  server: (name) => `Stopped: ${name} reported a fault of its own. Resume it later.`,
  forbidden: (name) => `Stopped: ${name} does not let your account list this.`,
  unsupported: (name) => `Stopped: this version of ${name} cannot be listed.`,
};

/** How a copy stands, in a sentence. */
export function syncSentence(sync: SyncView, name: string, now: number, locale: string): string {
  const what = sync.what === 'articles' ? 'articles' : 'resolved tickets';
  const seen = sync.seen.toLocaleString(locale);
  const of = sync.total === null ? seen : `${seen} of ${sync.total.toLocaleString(locale)}`;
  if (sync.state === 'running') {
    if (sync.waitingUntil !== null && sync.waitingUntil > now)
      return `Waiting: ${name} is asked again at ${formatClock(sync.waitingUntil, locale, now)}. ${of} ${what} so far.`;
    if (sync.phase === 'sweeping') return `Looking for ${what} that are gone…`;
    return sync.mode === 'changes' ? `Reading what has changed: ${of} ${what}…` : `Copying: ${of} ${what}…`;
  }
  if (sync.state === 'done') {
    const kept = sync.kept + sync.unchanged;
    const parts = [
      sync.mode === 'everything'
        ? `${counted(kept, 'document', 'documents', locale)} copied`
        : `${counted(sync.kept, 'change', 'changes', locale)} taken over`,
      ...(sync.forgotten > 0 ? [`${sync.forgotten.toLocaleString(locale)} gone`] : []),
      ...(sync.failures > 0 ? [`${sync.failures.toLocaleString(locale)} could not be read`] : []),
    ];
    const most = sync.truncated ? ' There are more than Deskside copies.' : '';
    return `Up to date: ${parts.join(', ')}.${most}`;
  }
  const sentence = sync.reason === null ? undefined : reasons[sync.reason];
  const why = sentence?.(name) ?? `Stopped: ${name} sent an answer that cannot be read. Resume it later.`;
  return `${why} ${of} ${what} so far.`;
}

/** Why a search brought this. */
export function whySentence({ why }: LibraryHit): string {
  if (!why) return '';
  const { byWords, byMeaning } = why;
  if (byWords !== null && byMeaning !== null) return 'Found by its words and its meaning';
  if (byMeaning !== null) return 'Found by its meaning: it says it in other words';
  return byWords === null ? '' : 'Found by its words';
}
