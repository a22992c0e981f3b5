import { Problem } from '../problem';
import type { Route } from './route';

const isPublic = { config: { isPublic: true as const } };

export const health: Route =
  ({ database, metrics }) =>
  async (app) => {
    app.get('/health', { ...isPublic, schema: { summary: 'The process runs' } }, () => ({ status: 'ok' }));

    app.get('/ready', { ...isPublic, schema: { summary: 'It can answer: the database does' } }, async () => {
      await database.query('select 1').catch(() => {
        throw new Problem(503, 'The database does not answer.', 'no_database');
      });
      return { status: 'ok' };
    });

    app.get(
      '/metrics',
      { schema: { summary: 'Figures for Prometheus, for operator keys' } },
      async ({ principal }, reply) => {
        if (!principal.isOperator) throw new Problem(403, 'Only for operator keys.', 'not_operator');
        return reply.type(metrics.registry.contentType).send(await metrics.registry.metrics());
      },
    );

    app.get('/openapi.json', { ...isPublic, schema: { hide: true } }, () => app.swagger());
  };
