import type { ModelFolder, ModelFolders } from './model-folder';

/** Models in memory, for tests. `mostBytes`: then the disk is full. */
export function createMemoryFolders(mostBytes = Infinity) {
  const all = new Map<string, Map<string, Uint8Array>>();
  const taken = () =>
    [...all.values()].flatMap((files) => [...files.values()]).reduce((sum, { length }) => sum + length, 0);
  const missing = () => new DOMException('There is no such file', 'NotFoundError');
  const put = (name: string, file: string, bytes: Uint8Array) => {
    const files = all.get(name);
    if (!files) throw missing();
    if (taken() - (files.get(file)?.length ?? 0) + bytes.length > mostBytes)
      throw new DOMException('No more room', 'QuotaExceededError');
    files.set(file, bytes);
  };
  const toFolder = (name: string): ModelFolder => ({
    name,
    open(file) {
      const bytes = all.get(name)?.get(file);
      return bytes ? Promise.resolve(new File([Uint8Array.from(bytes)], file)) : Promise.reject(missing());
    },
    read: (file) => {
      const bytes = all.get(name)?.get(file);
      return Promise.resolve(bytes ? new TextDecoder().decode(bytes) : null);
    },
    write: async (file, text) => put(name, file, new TextEncoder().encode(text)),
    append(file) {
      const bytes = () => all.get(name)?.get(file) ?? new Uint8Array();
      return Promise.resolve({
        get size() {
          return bytes().length;
        },
        readAt(offset, into) {
          const part = bytes().subarray(offset, offset + into.length);
          into.set(part);
          return part.length;
        },
        clear: () => put(name, file, new Uint8Array()),
        write(more) {
          const all = new Uint8Array(bytes().length + more.length);
          all.set(bytes());
          all.set(more, bytes().length);
          put(name, file, all);
        },
        close: () => undefined,
      });
    },
  });
  const folders: ModelFolders = {
    list: () => Promise.resolve([...all.keys()].map(toFolder)),
    folder(name) {
      if (!all.has(name)) all.set(name, new Map());
      return Promise.resolve(toFolder(name));
    },
    remove: (name) => {
      all.delete(name);
      return Promise.resolve();
    },
  };
  return { ...folders, files: all };
}
