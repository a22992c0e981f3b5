import { EXTRACTS_MODEL } from '../write/extracts';
import type { Route } from './route';

const UPSTREAM_MS = 10_000;

export const models: Route =
  ({ upstream, embedder }) =>
  async (app) => {
    app.get('/models', { schema: { summary: 'What writes and what embeds here' } }, async () => {
      const theirs = (await upstream?.models(AbortSignal.timeout(UPSTREAM_MS))) ?? [];
      return {
        object: 'list' as const,
        data: [
          ...theirs.map((id) => toModel(id, 'upstream')),
          toModel(EXTRACTS_MODEL, 'deskside'),
          toModel(embedder.id, 'deskside'),
        ],
      };
    });
  };

function toModel(id: string, owner: string) {
  return { id, object: 'model' as const, created: 0, owned_by: owner };
}
