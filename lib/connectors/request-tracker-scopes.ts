import { z } from 'zod';
import type { SourceConfig } from '../core/source';
import { MOST_SCOPES, type ConnectorIo, type ScopeChoice } from './connector';
import { askRows, idSchema, restUrl } from './request-tracker-api';

/** Articles live in classes, tickets in queues; a scope is a queue's name, or a class's after this. */
const classPrefix = 'class:';

const namedSchema = z.object({ id: idSchema, Name: z.string().nullish() });

/** Queues and classes of articles that the user can see, by name. */
export async function listScopes(source: SourceConfig, io: ConnectorIo): Promise<ScopeChoice[]> {
  const queues = await named('queues', source, io);
  const classes = await named('classes', source, io);
  return [
    ...queues.map(({ name }) => ({ key: name, name })),
    ...classes.map(({ name }) => ({ key: classPrefix + name, name: `Articles: ${name}` })),
  ].slice(0, MOST_SCOPES);
}

async function named(
  list: 'queues' | 'classes',
  source: SourceConfig,
  io: ConnectorIo,
): Promise<{ id: string; name: string }[]> {
  const rows = await askRows(restUrl(source, `${list}/all`, { fields: 'Name' }), namedSchema, io);
  return rows
    .flatMap(({ id, Name }) => (Name ? [{ id, name: Name }] : []))
    .sort((a, b) => a.name.localeCompare(b.name, 'en'));
}

/** Queues to search; none named is all of them, null is no queue at all. */
export function queuesNamed({ scopes }: SourceConfig): string[] | null {
  const queues = scopes.filter((scope) => !scope.startsWith(classPrefix));
  return queues.length === 0 && scopes.length > 0 ? null : queues;
}

/** Ids of the classes to search; none named is all of them, null is no class at all. */
export async function classesNamed(source: SourceConfig, io: ConnectorIo): Promise<string[] | null> {
  if (source.scopes.length === 0) return [];
  const wanted = new Set(
    source.scopes
      .filter((scope) => scope.startsWith(classPrefix))
      .map((scope) => scope.slice(classPrefix.length).trim().toLowerCase()),
  );
  if (wanted.size === 0) return null;
  const known = await named('classes', source, io);
  const ids = known.filter(({ name }) => wanted.has(name.toLowerCase())).map(({ id }) => id);
  return ids.length === 0 ? null : ids;
}
