import type { AssistState, SourceStatus } from '../lib/core/assist-state';
import { ENDPOINT_PRODUCT } from '../lib/core/endpoint-source';
import type { ErrorKind } from '../lib/core/errors';
import { formatClock } from './when';

/** What a message's one button does; the panel and the options page map it to a callback. */
export type MessageAction =
  'open' | 'retry' | 'allow' | 'options' | 'endpoint' | 'look-again' | 'reconnect' | 'pages';

export interface Message {
  /** What happened and, where the button does not say it, what to do. */
  readonly text: string;
  readonly action: { readonly kind: MessageAction; readonly label: string } | null;
}

const openIt = { kind: 'open', label: 'Open it' } as const;
const tryAgain = { kind: 'retry', label: 'Try again' } as const;

type SourceSentence = (name: string) => Message;

/** One line and one button for every way in which a source can fail. */
const sourceSentences: Record<Exclude<ErrorKind, 'rate-limited'>, SourceSentence> = {
  'signed-out': (name) => ({ text: `${name} wants you to sign in.`, action: openIt }),
  'needs-open-tab': (name) => ({
    text: `Open ${name} once so that it can be searched.`,
    action: { kind: 'open', label: `Open ${name}` },
  }),
  forbidden: (name) => ({ text: `${name} does not let your account search it.`, action: openIt }),
  'not-found': (name) => ({
    text: `${name} is no longer at its address.`,
    action: { kind: 'options', label: 'Check the address' },
  }),
  timeout: (name) => ({ text: `${name} took too long to answer.`, action: tryAgain }),
  unreachable: (name) => ({ text: `${name} could not be reached.`, action: tryAgain }),
  server: (name) => ({ text: `${name} reported a fault of its own.`, action: tryAgain }),
  'bad-answer': (name) => ({ text: `${name} sent an answer that cannot be read.`, action: openIt }),
  'invalid-query': (name) => ({ text: `${name} refused the search words.`, action: openIt }),
  'no-permission': (name) => ({
    text: `The browser does not let Deskside read ${name} yet.`,
    action: { kind: 'allow', label: 'Allow access' },
  }),
  'no-room': (name) => ({
    text: `There is no room left on this device to keep more of ${name}.`,
    action: { kind: 'options', label: 'Make room' },
  }),
  unsupported: (name) => ({
    text: `${name} is a version that Deskside cannot search.`,
    action: { kind: 'options', label: 'Source settings' },
  }),
};

const endpointSettings = { kind: 'endpoint', label: 'Endpoint settings' } as const;

/** An endpoint has a key in place of a session, and no page to open. */
const endpointSentences: Partial<Record<ErrorKind, SourceSentence>> = {
  'signed-out': (name) => ({ text: `${name} does not accept the key.`, action: endpointSettings }),
  forbidden: (name) => ({ text: `${name} does not let this key search it.`, action: endpointSettings }),
  'not-found': (name) => ({
    text: `${name} has no such collection any more.`,
    action: endpointSettings,
  }),
  unsupported: (name) => ({ text: `${name} cannot be searched.`, action: endpointSettings }),
  'bad-answer': (name) => ({ text: `${name} sent an answer that cannot be read.`, action: tryAgain }),
  'invalid-query': (name) => ({ text: `${name} refused the search.`, action: endpointSettings }),
};

/** Keeps a right-to-left name from turning the sentence around it (U+2068 and U+2069, https://unicode.org/reports/tr9/). */
function isolate(name: string): string {
  return /\p{Script=Arabic}|\p{Script=Hebrew}|\p{Script=Syriac}|\p{Script=Thaana}|\p{Script=Nko}/u.test(name)
    ? `\u2068${name}\u2069`
    : name;
}

export interface SourceMessageInput {
  readonly name: string;
  /** Epoch milliseconds before which the source is not asked again. */
  readonly retryAt: number | null;
  readonly now: number;
  readonly locale: string;
}

/** What the panel says of a source that failed. */
export function sourceMessage(kind: ErrorKind, input: SourceMessageInput): Message {
  const name = isolate(input.name);
  if (kind !== 'rate-limited') return sourceSentences[kind](name);
  if (input.retryAt === null || input.retryAt <= input.now) {
    return { text: `${name} asked us to slow down.`, action: tryAgain };
  }
  // Asking before the time would be refused, so the button goes where the search still works: the source itself.
  const until = formatClock(input.retryAt, input.locale, input.now);
  return { text: `${name} asked us to wait until ${until}.`, action: openIt };
}

/** The line of a failed source; `unreachable` where the host gave no reason. */
export function statusMessage(status: SourceStatus, now: number, locale: string): Message {
  const own = status.product === ENDPOINT_PRODUCT && endpointSentences[status.error ?? 'unreachable'];
  if (own) return own(isolate(status.name));
  const input = { name: status.name, retryAt: status.retryAt, now, locale };
  return sourceMessage(status.error ?? 'unreachable', input);
}

/** Whole-panel states: each has one line and at most one button. */
export type PanelSituation =
  | 'starting'
  | 'lost'
  | 'no-source'
  | 'not-supported'
  | 'nothing-to-read'
  | 'edit'
  | 'signed-out'
  | 'not-looked-up'
  | 'nothing-found';

const situations: Record<PanelSituation, Message> = {
  starting: { text: 'Starting…', action: null },
  lost: {
    text: 'The connection inside the browser was lost. It is being made again.',
    action: { kind: 'reconnect', label: 'Try now' },
  },
  'no-source': {
    text: 'Deskside does not know yet where your company keeps its knowledge.',
    action: { kind: 'options', label: 'Add a source' },
  },
  'not-supported': {
    text: 'Open a ticket or an article, and what is known about it shows here.',
    action: { kind: 'pages', label: 'Which pages are read' },
  },
  'nothing-to-read': {
    text: 'This page is a list or an overview. Open one ticket or article in it.',
    action: { kind: 'look-again', label: 'Look again' },
  },
  edit: {
    text: 'This page is being edited. It is read again once it is saved.',
    action: { kind: 'look-again', label: 'Look again' },
  },
  'signed-out': {
    text: 'This page wants you to sign in. After that it is read by itself.',
    action: { kind: 'look-again', label: 'Look again' },
  },
  'not-looked-up': {
    text: 'Automatic look-up is off, so nothing has been asked yet.',
    action: { kind: 'retry', label: 'Look it up' },
  },
  'nothing-found': {
    text: 'None of your sources has anything that matches.',
    action: { kind: 'retry', label: 'Search again' },
  },
};

/** What the panel says when it has nothing else to show. */
export function situationMessage(situation: PanelSituation): Message {
  return situations[situation];
}

const plural = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

/** One sentence for screen readers, once a look-up is over; empty while there is nothing to say. */
export function announcement(state: AssistState | null): string {
  if (state?.subject.state !== 'ready' || state.stage !== 'done') return '';
  const { key } = state.subject;
  const failed = state.sources.filter((source) => source.state === 'failed').length;
  const failure = failed === 0 ? '' : ` ${plural(failed, 'source', 'sources')} could not be searched.`;
  const found = [
    state.articles.length > 0 ? plural(state.articles.length, 'article', 'articles') : null,
    state.tickets.length > 0 ? plural(state.tickets.length, 'resolved ticket', 'resolved tickets') : null,
  ].filter((part) => part !== null);
  const from = state.offline ? ' from the cache' : '';
  if (found.length === 0) return `Nothing found for ${key}.${failure}`;
  return `${found.join(' and ')}${from} for ${key}.${failure}`;
}

/** Why something may be missing from what was found, for a page in a language whose meaning is not known. */
export function wordsOnlyMessage(language: string): string {
  return `${languageName(language)} was looked up by its words alone: what says the same in other words is found for English only.`;
}

function languageName(tag: string): string {
  try {
    const name = new Intl.DisplayNames(['en'], { type: 'language' }).of(tag) ?? tag;
    return name === tag ? 'Text in this language' : `${name} text`;
  } catch {
    return 'Text in this language';
  }
}

/** The words at the right of the panel's second line: what is going on, or what needs a person. */
export function progressText(sources: readonly SourceStatus[]): string {
  const over = sources.filter((source) => source.state === 'done' || source.state === 'failed').length;
  return sources.length === 0 ? 'Searching…' : `Searched ${over} of ${sources.length}…`;
}

/** How many sources failed, in words; null when none did. */
export function failureText(sources: readonly SourceStatus[]): string | null {
  const failed = sources.filter((source) => source.state === 'failed').length;
  return failed === 0 ? null : `${plural(failed, 'source', 'sources')} not searched`;
}

/** What a try to connect a new source came to. */
export interface ConnectFailureWords {
  readonly text: string;
  /** True where opening it is the next step. */
  readonly opens: boolean;
  readonly retryLabel: string;
}

/** Why connecting failed and what to do; `test` is what came back of it. */
export function connectMessage(
  test: { productName: string | null; error: ErrorKind | null },
  now: number,
  locale: string,
): ConnectFailureWords {
  if (test.error === 'no-permission') {
    return {
      text: 'The browser was not allowed to read this address, so it cannot be searched.',
      opens: false,
      retryLabel: 'Ask again',
    };
  }
  if (
    test.productName === null &&
    (test.error === null || test.error === 'unsupported' || test.error === 'not-found')
  ) {
    return {
      text: 'Nothing that Deskside knows answers at this address.',
      opens: false,
      retryLabel: 'Try again',
    };
  }
  const name = test.productName ?? 'The site';
  const { text, action } = sourceMessage(test.error ?? 'unreachable', { name, retryAt: null, now, locale });
  const opens = action?.kind === 'open';
  return { text: opens ? `${text} Open it, then try again.` : text, opens, retryLabel: 'Try again' };
}
