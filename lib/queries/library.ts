import {
  infiniteQueryOptions,
  queryOptions,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
  type QueryClient,
} from '@tanstack/react-query';
import type { LibraryOverview, ListedKind } from '../messaging/library-messages';
import { useBackend, type Backend } from './backend';

export type {
  LibraryHit,
  LibraryOverview,
  ListedDocument,
  ListedKind,
  OpenDocument,
  SyncView,
} from '../messaging/library-messages';

const libraryKey = ['library'] as const;

/** Reads everything anew that a page shows of the library. */
export function refreshLibrary(client: QueryClient): void {
  void client.invalidateQueries({ queryKey: libraryKey });
}

/** While a source is copied its numbers move; else hardly anything changes by itself. */
const OFTEN_MS = 1_000;
const SELDOM_MS = 10_000;

/** What is stored, by source, and how copies of sources stand. */
export function libraryOverviewOptions({ send }: Pick<Backend, 'send'>) {
  return queryOptions({
    queryKey: [...libraryKey, 'overview'],
    queryFn: (): Promise<LibraryOverview> => send('library/overview', {}),
    refetchInterval: ({ state }) =>
      state.data?.syncs.some((sync) => sync.state === 'running') ? OFTEN_MS : SELDOM_MS,
  });
}

/** Documents of one source, page by page; `words` narrow them. */
export function libraryDocumentsOptions({ send }: Pick<Backend, 'send'>, sourceId: string, words: string) {
  return infiniteQueryOptions({
    queryKey: [...libraryKey, 'documents', sourceId, words],
    queryFn: ({ pageParam }) => send('library/documents', { sourceId, after: pageParam, words }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
  });
}

export function useLibraryOverview() {
  const { data, error, refetch } = useQuery(libraryOverviewOptions(useBackend()));
  return { overview: data ?? null, error, retry: () => void refetch() };
}

export function useLibraryDocuments(sourceId: string, words: string) {
  const query = useInfiniteQuery(libraryDocumentsOptions(useBackend(), sourceId, words));
  const pages = query.data?.pages ?? [];
  return {
    documents: query.data ? pages.flatMap(({ documents }) => documents) : null,
    /** Why the source does not say whose documents these are. */
    refusal: pages.at(-1)?.error ?? null,
    error: query.error,
    more: query.hasNextPage ? () => void query.fetchNextPage() : null,
    isLoading: query.isFetching,
  };
}

export function useLibraryDocument(documentKey: string) {
  const { send } = useBackend();
  const { data, error } = useQuery({
    queryKey: [...libraryKey, 'document', documentKey],
    queryFn: () => send('library/document', { documentKey }),
  });
  return { document: data === undefined ? undefined : data.document, error };
}

/** Null without words. */
export function useLibrarySearch(words: string) {
  const { send } = useBackend();
  const { data, error, isFetching } = useQuery({
    queryKey: [...libraryKey, 'search', words],
    queryFn: () => send('library/search', { words }),
    enabled: words.trim() !== '',
    staleTime: 5_000,
  });
  return { hits: words.trim() === '' ? null : (data?.hits ?? null), error, isLoading: isFetching };
}

/** What can be done with the library; each reads anew what it changed. `failure`: what the last one failed with. */
export function useLibraryActions() {
  const { send, persist } = useBackend();
  const client = useQueryClient();
  const { mutate, error } = useMutation({
    mutationFn: (work: () => Promise<unknown>) => work(),
    onSettled: () => client.invalidateQueries({ queryKey: libraryKey }),
  });
  return {
    failure: error,
    removeDocuments: (documentKeys: string[]) => mutate(() => send('library/remove', { documentKeys })),
    removeAll: (sourceId: string) => mutate(() => send('cache/purge', { sourceId })),
    copy: (sourceId: string, what: ListedKind) =>
      mutate(async () => {
        // Asked for while the click counts; a no is no reason not to copy.
        await persist().catch(() => false);
        await send('sync/start', { sourceId, what });
      }),
    pause: (jobKey: string) => mutate(() => send('sync/pause', { jobKey })),
    resume: (jobKey: string) => mutate(() => send('sync/resume', { jobKey })),
    cancel: (jobKey: string) => mutate(() => send('sync/cancel', { jobKey })),
    refresh: () => refreshLibrary(client),
  };
}
