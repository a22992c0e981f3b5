import type { BackupRecord } from '../core/backup';
import type { KeptVectors } from '../retrieval/retriever';

/** How vectors are written into a backup: base64 of the scale as float32, little endian, and the int8 values. */
export function packVectors({ embedder, passages }: KeptVectors): NonNullable<BackupRecord['vectors']> {
  return {
    embedder,
    passages: passages.map((vector) => {
      if (vector === null) return null;
      const bytes = new Uint8Array(4 + vector.values.length);
      new DataView(bytes.buffer).setFloat32(0, vector.scale, true);
      bytes.set(new Uint8Array(vector.values.buffer, vector.values.byteOffset, vector.values.length), 4);
      return btoa(String.fromCharCode(...bytes));
    }),
  };
}

/** Whether they fit the document the index finds out. */
export function unpackVectors({ embedder, passages }: NonNullable<BackupRecord['vectors']>): KeptVectors {
  return {
    embedder,
    passages: passages.map((text) => {
      if (text === null) return null;
      const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
      const scale = bytes.length < 4 ? 0 : new DataView(bytes.buffer).getFloat32(0, true);
      return { scale, values: new Int8Array(bytes.buffer.slice(4)) };
    }),
  };
}
