import rateLimit from '@fastify/rate-limit';
import swagger from '@fastify/swagger';
import fastify from 'fastify';
import {
  jsonSchemaTransform,
  hasZodFastifySchemaValidationErrors,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod';
import type { Embedder } from '../lib/retrieval/embedder';
import { createAuthenticate, type Authenticate } from './auth/authenticate';
import type { Config } from './config';
import { isDatabaseGone, type Database } from './database/database';
import { startWorker } from './ingest/worker';
import { createMetrics } from './metrics';
import { Problem } from './problem';
import { health } from './routes/health';
import * as routes from './routes/list';
import type { App, Parts } from './routes/route';
import { createStatistics } from './search/statistics';
import { createExtractsWriter } from './write/extracts';
import { createUpstream } from './write/upstream';

export interface ServerOptions {
  readonly config: Config;
  /** Migrated. Not closed with the server. */
  readonly database: Database;
  readonly embedder: Embedder;
  /** For the model and the OpenID provider. */
  readonly fetch: typeof globalThis.fetch;
}

/** The columns of vectors and of their signs are as wide as this. */
const DIMENSIONS = 256;

/** The whole endpoint, not listening yet; `close` ends what it is at and takes no more. */
export async function createServer({ config, database, embedder, fetch }: ServerOptions): Promise<App> {
  if (embedder.dimensions !== DIMENSIONS)
    throw new Error(`The database holds vectors of ${DIMENSIONS} dimensions`);
  const app = fastify({
    // Neither texts nor keys: who reads logs may not be who may read documents.
    logger: {
      level: config.LOG_LEVEL,
      serializers: {
        req: ({ method, id, routeOptions }) => ({ method, route: routeOptions?.url, id }),
        res: ({ statusCode }) => ({ statusCode }),
        err: (error: Error) => ({
          type: error.name,
          message: '',
          stack: '',
          code: Reflect.get(error, 'code') as unknown,
        }),
      },
    },
    bodyLimit: config.MOST_JSON_BYTES,
    trustProxy: config.TRUST_PROXY,
    requestTimeout: 120_000,
    forceCloseConnections: 'idle',
    return503OnClosing: true,
    routerOptions: { maxParamLength: 200 },
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  // JSON and forms are all there is to send.
  app.removeContentTypeParser('text/plain');

  const metrics = createMetrics();
  const statistics = createStatistics(database, () => performance.now());
  const worker = startWorker({
    database,
    embedder,
    onSettled({ number }, passages) {
      statistics.forget(number);
      metrics.indexed(passages > 0 ? 'completed' : 'failed', passages);
    },
    onProblem: (what, error) => app.log.warn({ err: error }, what),
  });
  const upstream =
    config.UPSTREAM_BASE_URL === undefined
      ? null
      : createUpstream({
          baseUrl: config.UPSTREAM_BASE_URL,
          apiKey: config.UPSTREAM_API_KEY ?? null,
          model: config.UPSTREAM_MODEL ?? null,
          fetch,
        });
  const parts: Parts = {
    database,
    embedder,
    search: { database, statistics, embedder },
    worker,
    metrics,
    upstream,
    extracts: createExtractsWriter(database),
    mostFileBytes: config.MOST_FILE_BYTES,
  };

  answerProblems(app);
  countRequests(app, parts);
  await authenticateAll(app, createAuthenticate({ config, database, fetch }), config);
  await app.register(swagger, {
    openapi: {
      info: {
        title: 'Deskside server',
        description: 'A part of OpenAI’s protocol: files, vector stores, search, answers with citations.',
        version: '1',
      },
      components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
      security: [{ key: [] }],
    },
    transform: jsonSchemaTransform,
  });
  await app.register(health(parts));
  for (const route of Object.values(routes)) await app.register(route(parts), { prefix: '/v1' });
  app.addHook('onClose', () => worker.close());
  return app;
}

function answerProblems(app: App): void {
  app.setNotFoundHandler(() => {
    throw new Problem(404, 'There is no such path here.', 'not_found');
  });
  app.setErrorHandler((error, _request, reply) => {
    const problem = toProblem(error);
    if (problem.status >= 500) reply.log.error({ err: error }, 'a request failed');
    if (problem.status === 503) reply.header('retry-after', '2');
    return reply.code(problem.status).send(problem.body());
  });
}

/** What went wrong in words that tell nothing of what is inside. */
function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (hasZodFastifySchemaValidationErrors(error)) {
    const [first] = error.validation;
    const where = first?.instancePath.replace(/^\//, '').replaceAll('/', '.') ?? '';
    return new Problem(
      400,
      `${where === '' ? '' : `${where}: `}${first?.message ?? 'cannot be read'}`,
      'invalid_value',
      where || null,
    );
  }
  if (isDatabaseGone(error))
    return new Problem(503, 'The database cannot be reached. Try again.', 'no_database');
  const status: unknown = Reflect.get(Object(error), 'statusCode');
  const code: unknown = Reflect.get(Object(error), 'code');
  if (status === 413) return new Problem(413, 'That is too large.', 'too_large');
  if (status === 415) return new Problem(415, 'Send JSON, or a form for files.', 'unsupported_media_type');
  if (typeof status === 'number' && status >= 400 && status < 500)
    return new Problem(
      status,
      'The request cannot be read.',
      typeof code === 'string' ? code.toLowerCase() : null,
    );
  return new Problem(500, 'The server failed.', 'server_error');
}

function countRequests(app: App, { metrics }: Parts): void {
  app.addHook('onResponse', async ({ method, routeOptions }, reply) => {
    metrics.requested(method, routeOptions.url ?? 'none', reply.statusCode, reply.elapsedTime);
  });
}

async function authenticateAll(app: App, authenticate: Authenticate, config: Config): Promise<void> {
  app.decorateRequest('principal');
  app.addHook('onRequest', async (request) => {
    if (request.routeOptions.config.isPublic) return;
    request.principal = await authenticate(request.headers.authorization);
  });
  await app.register(rateLimit, {
    max: config.REQUESTS_PER_MINUTE,
    timeWindow: 60_000,
    hook: 'preHandler',
    keyGenerator: (request) => request.principal?.id ?? request.ip,
    errorResponseBuilder: () => new Problem(429, 'Too many requests. Try again in a while.', 'rate_limited'),
  });
}
