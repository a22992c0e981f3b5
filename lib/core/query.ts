/** One thing to look for, and how much it says. Weight 1 is an ordinary word of the title. */
export interface QueryTerm {
  /** As written, without white space at the ends; may hold spaces for a phrase. */
  readonly text: string;
  readonly weight: number;
  /** `identifier`: error codes, host names, versions, keys: matched exactly, worth most. */
  readonly kind: 'identifier' | 'phrase' | 'word';
}

/** What a ticket or page asks, independent of any query language. Made by `retrieval/build-query`. */
export interface SearchQuery {
  /** Strongest first. Hostile text: each connector escapes for its own language. */
  readonly terms: readonly QueryTerm[];
  /** BCP 47 primary tag guessed from the text, null when unsure. */
  readonly language: string | null;
  readonly limit: number;
  /** Canonical ids never to return: the page itself. */
  readonly excludeIds: readonly string[];
  /** What the terms were taken from, strongest first, for an index that compares meanings. Never sent anywhere. */
  readonly text?: string;
  /** Whom the ticket's fields name. Their names are taken out of what is sent to an endpoint. */
  readonly people?: readonly string[];
}
