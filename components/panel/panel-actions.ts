import type { SentText, SourceOffer, SourceStatus } from '../../lib/core/assist-state';
import type { CopyText } from '../ui/use-copy';

export type Theme = 'system' | 'light' | 'dark';

/** Everything the panel can ask for. The page that shows the panel makes these; components only call them. */
export interface PanelActions {
  /** Opens a source at a quote; plainly where it is null. */
  openSource(url: string, quote: string | null): void;
  /** Opens a document that has no address of its own in the library. */
  openInLibrary(documentKey: string): void;
  refresh(): void;
  /** Has the answer written by the model that was chosen. `agree`: what is sent to its endpoint was looked at. */
  writeAnswer(agree: boolean): void;
  /** What would be sent to have it written; null where nothing would. */
  previewWriting(): Promise<SentText | null>;
  stopWriting(): void;
  /** Asks the page in the tab to be read again. */
  lookAgain(): void;
  reconnect(): void;
  /** Asks the browser for a source's host; has to run inside the click. */
  allowAccess(status: SourceStatus): void;
  /** Makes the site in the tab a source; has to run inside the click. */
  acceptOffer(offer: SourceOffer): void;
  /** It is not offered again. */
  declineOffer(offer: SourceOffer): void;
  openOptions(section: 'sources' | 'pages' | 'endpoint' | null): void;
  copyText: CopyText;
  setTheme(theme: Theme): void;
}
