import type { Query } from '../database/database';
import type { IndexedPassage } from '../search/index-passage';

/** A document of a file, ready to be written. */
export interface NewDocument {
  /** Which part of the file it is; empty for the whole. */
  readonly part: string;
  readonly title: string;
  readonly url: string;
  /** What else is known of it: see `DocumentFacts`. */
  readonly facts: Readonly<Record<string, unknown>>;
  readonly attributes: Readonly<Record<string, string | number | boolean>>;
  readonly readers: readonly string[] | null;
  readonly passages: readonly IndexedPassage[];
}

/** Rows of one statement: parameters of a few megabytes. */
const ROWS = 500;

/** Everything that searches find of a file in a store. */
export async function removePassages(query: Query, store: number, file: string): Promise<void> {
  const of = 'where document in (select id from documents where store = $1 and file = $2)';
  await query(`delete from passage_codes ${of}`, [store, file]);
  await query(`delete from passages ${of}`, [store, file]);
  await query('delete from documents where store = $1 and file = $2', [store, file]);
}

/** To be called in a transaction that has removed what was there of the file. */
export async function writeDocuments(
  query: Query,
  store: number,
  file: string,
  documents: readonly NewDocument[],
): Promise<void> {
  for (let at = 0; at < documents.length; at += ROWS) {
    const some = documents.slice(at, at + ROWS);
    const ids = await query<{ id: number; part: string }>(
      `insert into documents (store, file, part, title, url, facts, attributes, readers)
       select $1, $2, part, title, url, facts::jsonb, attributes::jsonb,
         case when readers is null then null else array(select jsonb_array_elements_text(readers::jsonb)) end
       from unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[])
         as new (part, title, url, facts, attributes, readers) returning id::float8 as id, part`,
      [
        store,
        file,
        some.map(({ part }) => part),
        some.map(({ title }) => title),
        some.map(({ url }) => url),
        some.map(({ facts }) => JSON.stringify(facts)),
        some.map(({ attributes }) => JSON.stringify(attributes)),
        some.map(({ readers }) => (readers === null ? null : JSON.stringify(readers))),
      ],
    );
    const idOf = new Map(ids.map(({ id, part }) => [part, id]));
    const rows = some.flatMap((document) =>
      document.passages.map((passage) => ({ passage, document, id: idOf.get(document.part) ?? 0 })),
    );
    for (let from = 0; from < rows.length; from += ROWS)
      await writeRows(query, store, rows.slice(from, from + ROWS));
  }
}

async function writeRows(
  query: Query,
  store: number,
  rows: readonly { id: number; document: NewDocument; passage: IndexedPassage }[],
): Promise<void> {
  const readers = rows.map(({ document }) =>
    document.readers === null ? null : JSON.stringify(document.readers),
  );
  const [ids, ordinals] = [rows.map(({ id }) => id), rows.map(({ passage }) => passage.ordinal)];
  const asList =
    'case when readers is null then null else array(select jsonb_array_elements_text(readers::jsonb)) end';
  await query(
    `insert into passages
       (store, document, ordinal, readers, headings, text, units, title_terms, heading_terms, body_terms, words, embedding)
     select $1, document, ordinal, ${asList}, array(select jsonb_array_elements_text(headings::jsonb)), text, units::jsonb,
       title_terms, heading_terms, body_terms, words::tsvector, embedding::halfvec
     from unnest($2::bigint[], $3::int[], $4::text[], $5::text[], $6::text[], $7::text[], $8::int[], $9::int[], $10::int[],
         $11::text[], $12::text[])
       as new (document, ordinal, readers, headings, text, units, title_terms, heading_terms, body_terms, words, embedding)`,
    [
      store,
      ids,
      ordinals,
      readers,
      rows.map(({ passage }) => JSON.stringify(passage.headingPath)),
      rows.map(({ passage }) => passage.text),
      rows.map(({ passage }) => JSON.stringify(passage.units)),
      rows.map(({ passage }) => passage.lengths.title),
      rows.map(({ passage }) => passage.lengths.headings),
      rows.map(({ passage }) => passage.lengths.body),
      rows.map(({ passage }) => passage.words),
      rows.map(({ passage }) => passage.embedding),
    ],
  );
  await query(
    `insert into passage_codes (store, document, ordinal, readers, code)
     select $1, document, ordinal, ${asList}, code::bit(256)
     from unnest($2::bigint[], $3::int[], $4::text[], $5::text[]) as new (document, ordinal, readers, code)
     where code is not null`,
    [store, ids, ordinals, readers, rows.map(({ passage }) => passage.code)],
  );
}
