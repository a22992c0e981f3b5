import type { SearchHit } from '../../lib/connectors/connector';
import type { ErrorKind } from '../../lib/core/errors';
import type { DocumentRef } from '../../lib/core/document';
import type { QueryTerm } from '../../lib/core/query';
import type { Article, Company, Ticket } from '../fakes/company';
import type { Fake } from '../fakes/fake';

/** What the one suite for all connectors has to know of a product: `connector-rows/<connector id>.ts` exports it as `row`. */
export interface ConnectorRow {
  readonly create: (company: Company) => Fake;
  /** Somebody with everyday rights, and somebody else. */
  readonly person: string;
  readonly other: string;
  /** What a person pastes when adding the source. */
  readonly pasted: string;
  /** Relative to the host. */
  readonly basePath: string;
  /** Connectors that answer at the same address because it is one instance (Jira and its service desk). */
  readonly sameInstance?: readonly string[];
  /** Paths under `basePath` that the product reads by POST only. */
  readonly readsByPost?: readonly string[];
  /** Terms that should bring the article (or, where there are only tickets, the ticket) with this canonical id. */
  readonly find: {
    readonly terms: readonly QueryTerm[];
    readonly id: RegExp;
    readonly title: RegExp;
    /** The product has no articles: `similarTickets` is what is searched. */
    readonly asTickets?: true;
  };
  readonly tickets?: {
    readonly terms: readonly QueryTerm[];
    /** A resolved ticket that these terms bring. */
    readonly key: string;
    readonly home: Ticket['home'];
    readonly idType: string;
    /** Where the product calls it otherwise than the corpus. */
    readonly idOf?: (ticket: Ticket) => string;
    /** Tickets of that home which this product serves; all by default. */
    readonly isShown?: (ticket: Ticket) => boolean;
  };
  /** Every way a page names the same document; the first one's id is what a test revokes. */
  readonly refs: readonly DocumentRef[];
  /** Something that `reader` may read and `person` may not. */
  readonly hidden: {
    readonly ref: DocumentRef;
    readonly terms: readonly QueryTerm[];
    readonly reader: string;
  } | null;
  /** Other kinds by which it tells what stands in front of it, where it reads pages and not an API. */
  readonly inFrontAs?: Partial<Record<ErrorKind, readonly ErrorKind[]>>;
  /** Set where the connector lists. */
  readonly listing?: {
    /** Where Acme keeps the articles that it lists; none where it lists tickets only. */
    readonly home?: Article['home'];
    /** What the product calls an article, where that is not the title. */
    readonly titleOf?: (article: Article) => string;
    /** False for articles of that home that only a search finds. */
    readonly isListed?: (article: Article) => boolean;
    /** Changes a document as a colleague would. */
    readonly edit: (fake: Fake, document: SearchHit) => void;
  };
  readonly pageToken?: (fake: Fake, person: string) => string | null;
}

export const word = (text: string): QueryTerm => ({ text, weight: 1, kind: 'word' });
export const identifier = (text: string): QueryTerm => ({ text, weight: 3, kind: 'identifier' });
export const article = (id: string, idType: string, within: string | null = null): DocumentRef => ({
  kind: 'article',
  id,
  idType,
  within,
});
export const ticket = (id: string, idType: string, within: string | null = null): DocumentRef => ({
  kind: 'ticket',
  id,
  idType,
  within,
});
