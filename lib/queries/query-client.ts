import { QueryClient } from '@tanstack/react-query';
import { DesksideError } from '../core/errors';

/** One client a page. What failed for good is not asked again; the extension itself is always reachable. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // Our messages need no network: the browser's own word on being online must not hold them back.
        networkMode: 'always',
        retry: (count, error) => count < 2 && error instanceof DesksideError && error.retryable,
        retryDelay: (count) => 200 * 2 ** count,
        refetchOnWindowFocus: false,
      },
      mutations: { networkMode: 'always' },
    },
  });
}
