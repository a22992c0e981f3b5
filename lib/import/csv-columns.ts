/** Which columns of a table make each of its rows a document. Indexes into a row. */
export interface RecordColumns {
  readonly title: number;
  /** In the order they stand in the table. */
  readonly texts: readonly number[];
  /** What people call the row by: a ticket's or article's number. */
  readonly id: number | null;
  readonly author: number | null;
  readonly created: number | null;
  readonly updated: number | null;
  readonly language: number | null;
  readonly labels: number | null;
}

/** Names of columns, best first, as ServiceNow, Jira, Zendesk, Freshdesk and people write them; German and French too. */
const names = {
  title: words(
    'question title short_description summary subject headline topic frage titel kurzbeschreibung zusammenfassung ' +
      'betreff thema titre sujet resume',
  ),
  text: words(
    'answer body content text article_body article description long_description details problem symptoms cause ' +
      'environment steps workaround close_notes resolution resolution_notes solution fix response antwort inhalt ' +
      'beschreibung losung loesung ursache reponse contenu corps description_html',
  ),
  id: words('number key issue_key id ticket_id article_id incident sys_id nummer numero'),
  author: words('author created_by owner creator opened_by autor verfasser auteur sys_created_by'),
  created: words(
    'created created_at created_on date opened_at sys_created_on published erstellt date_created',
  ),
  updated: words('updated updated_at updated_on modified last_modified sys_updated_on geandert aktualisiert'),
  language: words('language lang locale sprache langue'),
  labels: words('tags labels keywords stichworter schlagworte etiquettes'),
};

/** Null where the table has no column for titles or none for texts: then it is just a table. */
export function recordColumns(head: readonly string[]): RecordColumns | null {
  const columns = head.map(plainName);
  const find = (wanted: readonly string[]) => {
    const name = wanted.find((each) => columns.includes(each));
    return name === undefined ? null : columns.indexOf(name);
  };
  const title = find(names.title);
  const texts = columns.flatMap((name, index) => (names.text.includes(name) ? [index] : []));
  if (title === null || texts.length === 0) return null;
  const { text: _, title: __, ...facts } = names;
  const id = find(facts.id);
  return {
    title,
    texts,
    id,
    author: find(facts.author),
    created: find(facts.created),
    updated: find(facts.updated),
    language: find(facts.language),
    labels: find(facts.labels),
  };
}

/** "Close notes", "close_notes" and "Résumé" as the lists have them. */
function plainName(name: string): string {
  return name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z\d]+/g, '_')
    .replace(/^_|_$/g, '');
}

function words(list: string): readonly string[] {
  return list.split(' ');
}
