import { createContext, useContext } from 'react';
import type { Send } from '../messaging/client';
import type { WatchTabOptions } from '../messaging/panel-stream';

/**
 * What our pages may do outside themselves, as one argument: the real browser in an entrypoint, a double in tests.
 */
export interface Backend {
  readonly send: Send;
  readonly runtime: WatchTabOptions['runtime'];
  /** The window the page is shown in: tabs are opened there. */
  readonly windowId: number;
  /** Host permissions, as match patterns. `request` works only while a click is being handled. */
  readonly permissions: {
    request(origins: string[]): Promise<boolean>;
    remove(origins: string[]): Promise<boolean>;
    granted(): Promise<string[]>;
    /** Those that come with the extension and cannot be given back. */
    readonly fixed: readonly string[];
  };
  /** The match pattern that covers a base URL. */
  patternOf(baseUrl: string): string;
  /** A product's name as its vendor writes it; its id where it is not known. */
  productName(id: string): string;
  /** Puts a text on the clipboard. */
  writeClipboard(text: string): Promise<void>;
  openOptions(section: string | null): Promise<void>;
  /** Asks the browser not to clear our data when the device runs short of room; it may say no. */
  persist(): Promise<boolean>;
  /** Offers a file to be saved. */
  download(file: Blob, name: string): void;
  /** A few random characters, for new ids. */
  randomId(): string;
}

export const BackendContext = createContext<Backend | null>(null);

/** The page's backend. Throws where no entrypoint provided one. */
export function useBackend(): Backend {
  const backend = useContext(BackendContext);
  if (backend === null) throw new Error('BackendContext has no provider above this component');
  return backend;
}
