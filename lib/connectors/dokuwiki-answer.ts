import { DesksideError } from '../core/errors';
import type { DokuwikiFacts } from '../platform/dokuwiki-page';
import { dokuwikiFacts } from '../platform/dokuwiki-page';
import { looksLikeLogin } from '../platform/looks-like-login';
import type { ConnectorIo } from './connector';

/** A page of the wiki, made for the user that `identify` verified. */
export interface DokuwikiAnswer {
  readonly facts: DokuwikiFacts;
  readonly document: Document;
}

export type PageParameters = Readonly<Record<string, string>>;

/**
 * One page by its parameters; `doku.php` takes them under every sort of rewriting. Every page says for whom it was made:
 * one for another user than `io.user` is `signed-out`. `cut` shortens the HTML before it is parsed.
 */
export async function askPage(
  parameters: PageParameters,
  baseUrl: string,
  io: ConnectorIo,
  cut: (html: string) => string = (html) => html,
): Promise<DokuwikiAnswer> {
  const { data } = await io.request.text(`${baseUrl}/doku.php?${new URLSearchParams(parameters).toString()}`);
  const document = io.parseHtml(cut(data));
  const facts = dokuwikiFacts(document);
  const at = `${baseUrl}/doku.php`;
  if (facts === null) {
    throw looksLikeLogin(data)
      ? new DesksideError('signed-out', 'A sign-in page was answered', { at })
      : new DesksideError('bad-answer', 'This is no page of the wiki', { at });
  }
  if (!/<\/html\s*>/i.test(data.slice(-2_000))) {
    throw new DesksideError('bad-answer', 'The page was cut short', { at });
  }
  refuseOthers(facts.user, io, at);
  return { facts, document };
}

/** Throws where the page has no right to be read: who is signed in has none, or nobody is. */
export function refuseDenied({ facts }: DokuwikiAnswer): void {
  if (facts.action === 'login' || (facts.action === 'denied' && facts.user === '')) {
    throw new DesksideError('signed-out', 'Nobody is signed in who may read this');
  }
  if (facts.action === 'denied') throw new DesksideError('forbidden', 'The signed-in user may not read this');
}

/** Null: somebody is signed in, and the template does not say who. */
function refuseOthers(user: string | null, { user: expected }: ConnectorIo, at: string): void {
  if (expected === null) return;
  const name = expected.userId === anonymous ? '' : expected.userId;
  const isOther = user === null ? name === '' : user !== name;
  if (isOther) throw new DesksideError('signed-out', 'Another user is signed in than before', { at });
}

export const anonymous = 'anonymous';

/**
 * Makes sure of the user where the template names none: asks the wiki's own check-up, whose English sentence is in every
 * template and language. It reads the whole index, so it is no way to ask everywhere.
 */
export async function confirmUser(answer: DokuwikiAnswer, baseUrl: string, io: ConnectorIo): Promise<void> {
  if (io.user === null || answer.facts.user !== null) return;
  const named = await checkedUser(baseUrl, io);
  refuseOthers(named?.login ?? null, io, `${baseUrl}/doku.php`);
}

/** Who is signed in by the wiki's check-up; null when it does not say. */
export async function checkedUser(
  baseUrl: string,
  io: ConnectorIo,
): Promise<{ login: string; name: string } | null> {
  const { document } = await askPage({ do: 'check' }, baseUrl, io);
  for (const message of document.querySelectorAll('div.info, div.notify, div.success')) {
    const [, login, name = ''] =
      /^You are currently logged in as (\S+) \((.*)\)$/.exec(message.textContent?.trim() ?? '') ?? [];
    if (login !== undefined) return { login, name };
  }
  return null;
}
