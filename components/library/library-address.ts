/** What of the library a page shows, as its address says: `#library?source=…`, `?document=…` or `?words=…`. */
export type LibraryPlace =
  | { readonly view: 'overview' }
  | { readonly view: 'source'; readonly sourceId: string }
  | { readonly view: 'document'; readonly documentKey: string }
  | { readonly view: 'search'; readonly words: string };

const LONGEST = 4_096;

/** Anybody's text: what is not there shows the overview. */
export function libraryPlaceOf(hash: string): LibraryPlace {
  const query = new URLSearchParams(hash.split('?').slice(1).join('?'));
  const named = (name: string) => query.get(name)?.slice(0, LONGEST) ?? '';
  if (named('document') !== '') return { view: 'document', documentKey: named('document') };
  if (named('source') !== '') return { view: 'source', sourceId: named('source') };
  if (named('words') !== '') return { view: 'search', words: named('words') };
  return { view: 'overview' };
}

export function libraryAddress(place: LibraryPlace): string {
  const query = new URLSearchParams();
  if (place.view === 'document') query.set('document', place.documentKey);
  if (place.view === 'source') query.set('source', place.sourceId);
  if (place.view === 'search') query.set('words', place.words);
  return place.view === 'overview' ? '#library' : `#library?${query.toString()}`;
}
