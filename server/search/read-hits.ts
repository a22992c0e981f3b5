import type { z } from 'zod';
import { passageSchema } from '../../lib/core/suggestion';
import { readerNames, type Principal } from '../auth/principal';
import type { Database } from '../database/database';
import type { RankedPassage } from './search-store';

/** A passage with all that an answer says of it. */
export interface SearchHit extends RankedPassage {
  readonly file: string;
  readonly filename: string;
  /** Which document of the file; empty for the whole of it. */
  readonly part: string;
  readonly title: string;
  readonly url: string;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly attributes: Readonly<Record<string, string | number | boolean>>;
  readonly headings: readonly string[];
  readonly text: string;
}

/** What was taken away since it was ranked is left out. */
export async function readHits({ query }: Database, ranked: readonly RankedPassage[]): Promise<SearchHit[]> {
  if (ranked.length === 0) return [];
  const rows = await query<Omit<SearchHit, 'score' | 'coverage' | 'similarity'>>(
    `select document::float8 as document, ordinal, file, filename, part, title, url, facts, documents.attributes, headings, text
     from unnest($1::bigint[], $2::int[]) as wanted (document, ordinal)
     join passages using (document, ordinal) join documents on documents.id = document join files on files.id = file`,
    [ranked.map(({ document }) => document), ranked.map(({ ordinal }) => ordinal)],
  );
  const byPlace = new Map(rows.map((row) => [`${row.document} ${row.ordinal}`, row]));
  return ranked.flatMap((place) => {
    const row = byPlace.get(`${place.document} ${place.ordinal}`);
    return row ? [{ ...row, ...place }] : [];
  });
}

const unitsSchema = passageSchema.shape.units;

export interface DocumentPassage {
  readonly ordinal: number;
  readonly headings: string[];
  readonly text: string;
  readonly units: z.infer<typeof unitsSchema>;
}

/** All passages of some documents, in their order. */
export async function readDocuments(
  { query }: Database,
  documents: readonly number[],
): Promise<Map<number, DocumentPassage[]>> {
  const rows = await query<Omit<DocumentPassage, 'units'> & { document: number; units: unknown }>(
    `select document::float8 as document, ordinal, headings, text, units from passages
     where document = any($1::bigint[]) order by document, ordinal`,
    [[...documents]],
  );
  const found = new Map<number, DocumentPassage[]>();
  for (const { document, units, ...rest } of rows)
    found.set(document, [...(found.get(document) ?? []), { ...rest, units: unitsSchema.parse(units) }]);
  return found;
}

/** What is known of a document, without any place in a ranking. */
export type DocumentRow = Pick<SearchHit, 'filename' | 'part' | 'title' | 'url' | 'facts' | 'attributes'>;

/** All of a file that somebody may see, passage by passage, and of which documents it is. */
export async function readFilePassages(
  { query }: Database,
  store: number,
  file: string,
  who: Principal,
): Promise<{ documents: DocumentRow[]; texts: string[] }> {
  const parameters = [store, file, readerNames(who)];
  const theirs =
    'documents.store = $1 and file = $2 and (documents.readers is null or documents.readers && $3::text[])';
  const documents = await query<DocumentRow>(
    `select filename, part, title, url, facts, attributes from documents join files on files.id = file
     where ${theirs} order by documents.id`,
    parameters,
  );
  const rows = await query<{ text: string }>(
    `select text from documents join passages on document = id where ${theirs} order by document, ordinal`,
    parameters,
  );
  return { documents, texts: rows.map(({ text }) => text) };
}
