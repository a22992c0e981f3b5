/** The same file gets the same id, and no other one does that has another name or size. */
export function ggufId(name: string, bytes: number): string {
  const words = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return `${words.slice(0, 60) || 'model'}-${bytes.toString(36)}`;
}
