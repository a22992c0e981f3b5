import type { SearchHit } from '../search/read-hits';

/** What an answer is made of, in its order. A citation stands at the end of what was said so far. */
export type WrittenPart =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'citation'; readonly hit: SearchHit }
  | { readonly type: 'end'; readonly reason: 'stop' | 'length'; readonly usage: Usage };

export interface Usage {
  readonly input: number;
  readonly output: number;
}

export interface WriteRequest {
  readonly instructions: string | null;
  readonly turns: readonly { readonly role: 'system' | 'user' | 'assistant'; readonly content: string }[];
  readonly question: string;
  readonly hits: readonly SearchHit[];
  readonly model: string;
  readonly mostTokens: number;
  readonly temperature: number;
  readonly signal: AbortSignal;
}

/** Writes from what was found. @throws Problem, AbortError */
export type Writer = (request: WriteRequest) => AsyncIterable<WrittenPart>;
