/**
 * Turns texts into vectors whose inner product says how near two meanings are. The first one looks its tokens up in
 * a table that ships with the extension; an encoder or a remote `/v1/embeddings` is one more file.
 */
export interface Embedder {
  /** Names model and version: vectors of different embedders are never compared. */
  readonly id: string;
  readonly dimensions: number;
  /** BCP 47 primary tags that it was measured on; text in others is left to the words. */
  readonly languages: readonly string[];
  /**
   * One vector a text, in the order of the texts, `dimensions` long and of unit length; all zero where a text holds
   * nothing the embedder knows.
   * @throws AbortError when `signal` aborts
   */
  embed(texts: readonly string[], kind: 'query' | 'passage', signal?: AbortSignal): Promise<Float32Array[]>;
}
