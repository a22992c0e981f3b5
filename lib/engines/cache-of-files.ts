/** What web-llm needs of the browser's Cache API. */
export interface FileCaches {
  open(name: string): Promise<{
    match(request: Request | string): Promise<Response | undefined>;
    add(request: Request | string): Promise<never>;
    keys(): Promise<Request[]>;
    delete(): Promise<boolean>;
  }>;
}

/**
 * A cache that holds what lies on this device and nothing else, by address. A runtime that looks for its files in
 * `caches` finds them without a second copy, and whatever it misses it cannot fetch behind our back.
 */
export function cacheOfFiles(files: ReadonlyMap<string, Blob>): FileCaches {
  const urlOf = (request: Request | string) => (typeof request === 'string' ? request : request.url);
  const cache = {
    match(request: Request | string) {
      const file = files.get(urlOf(request));
      return Promise.resolve(file && new Response(file));
    },
    add: (request: Request | string) =>
      Promise.reject<never>(
        new DOMException(
          `The model has no ${new URL(urlOf(request)).pathname.split('/').at(-1)}`,
          'NotFoundError',
        ),
      ),
    keys: () => Promise.resolve([...files.keys()].map((url) => new Request(url))),
    delete: () => Promise.resolve(false),
  };
  return { open: () => Promise.resolve(cache) };
}
