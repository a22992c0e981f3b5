import type { FastifyBaseLogger, FastifyInstance, FastifyPluginAsync } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { RawServerDefault } from 'fastify';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Embedder } from '../../lib/retrieval/embedder';
import type { Principal } from '../auth/principal';
import type { Database } from '../database/database';
import type { Worker } from '../ingest/worker';
import type { Metrics } from '../metrics';
import type { SearchParts } from '../search/search-store';
import type { Upstream } from '../write/upstream';
import type { Writer } from '../write/writer';

/** What routes are built on. */
export interface Parts {
  readonly database: Database;
  readonly embedder: Embedder;
  readonly search: SearchParts;
  readonly worker: Worker;
  readonly metrics: Metrics;
  /** Null where none is set up: then answers are extracts. */
  readonly upstream: Upstream | null;
  readonly extracts: Writer;
  readonly mostFileBytes: number;
}

/** One group of routes. */
export type Route = (parts: Parts) => (app: App) => Promise<void>;
export type App = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>;
export type { FastifyPluginAsync };

declare module 'fastify' {
  interface FastifyRequest {
    /** Set before any handler of a route that is not public runs. */
    principal: Principal;
  }
  interface FastifyContextConfig {
    /** Answered without a key. */
    isPublic?: true;
  }
}
