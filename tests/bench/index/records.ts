import type { Storage } from './system';

/** A table of IndexedDB with keys of its own choice. */
export interface Records {
  put(entries: readonly { readonly key: IDBValidKey; readonly value: unknown }[]): Promise<void>;
  get(key: IDBValidKey): Promise<unknown>;
  getAll(): Promise<unknown[]>;
  close(): void;
}

export async function openRecords({ indexedDB }: Storage, name: string): Promise<Records> {
  const opening = indexedDB.open(name, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore('records');
  const database = await settled(opening);
  const store = () => database.transaction('records').objectStore('records');
  return {
    put(entries) {
      const transaction = database.transaction('records', 'readwrite');
      for (const { key, value } of entries) transaction.objectStore('records').put(value, key);
      return new Promise((resolve, reject) => {
        transaction.oncomplete = () => resolve();
        transaction.onabort = () => reject(transaction.error ?? new Error('the transaction was aborted'));
      });
    },
    get: (key) => settled<unknown>(store().get(key)),
    getAll: () => settled<unknown[]>(store().getAll()),
    close: () => database.close(),
  };
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('the request failed'));
  });
}
