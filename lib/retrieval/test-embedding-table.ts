/** Tables small enough to reckon with by hand, for tests. */
type Pieces = Readonly<Record<string, readonly number[]>>;

export function tableHeader(pieces: Pieces) {
  const names = Object.keys(pieces);
  return {
    version: 1,
    tokenizer: 'wordpiece-uncased',
    id: 'test',
    dimensions: pieces[names[0] ?? '']?.length ?? 0,
    languages: ['en'],
    pieces: names.length,
    vocabularyBytes: new TextEncoder().encode(names.join('\n')).length,
  };
}

/** `header` may lie about the rest. */
export function tableBytes(pieces: Pieces, scale = 1, header: object = tableHeader(pieces)): ArrayBuffer {
  const encoder = new TextEncoder();
  const head = encoder.encode(JSON.stringify(header));
  const names = encoder.encode(Object.keys(pieces).join('\n'));
  const rows = Object.values(pieces);
  const scalesAt = Math.ceil((8 + head.length + names.length) / 4) * 4;
  const rowsAt = scalesAt + rows.length * 4;
  const bytes = new Uint8Array(rowsAt + rows.flat().length);
  const view = new DataView(bytes.buffer);
  bytes.set(encoder.encode('DSET'));
  view.setUint32(4, head.length, true);
  bytes.set(head, 8);
  bytes.set(names, 8 + head.length);
  rows.forEach((_, at) => view.setFloat32(scalesAt + at * 4, scale, true));
  bytes.set(Int8Array.from(rows.flat()), rowsAt);
  return bytes.buffer;
}
