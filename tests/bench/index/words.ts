import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { WordCounts } from './passages';

const most = 30_000;

/** Words of real documentation where it is beside the project, else those of Acme's articles. */
export function countWords(root: string): { words: WordCounts; from: string } {
  const corpus = join(root, '../shared/data/retrieval/mtrag-cloud/corpus.jsonl.gz');
  if (existsSync(corpus))
    return { words: count(gunzipSync(readFileSync(corpus)).toString('utf8')), from: 'mtrag-cloud' };
  const folder = join(root, 'tests/acme/articles');
  const articles = readdirSync(folder).sort();
  return {
    words: count(articles.map((name) => readFileSync(join(folder, name), 'utf8')).join('\n')),
    from: "Acme's articles",
  };
}

function count(text: string): WordCounts {
  const counts = new Map<string, number>();
  for (const [word] of text.toLowerCase().matchAll(/(?<![\\a-z0-9])[a-z]{2,20}(?![a-z0-9])/g))
    counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].sort(([one, a], [other, b]) => b - a || (one < other ? -1 : 1)).slice(0, most);
}
