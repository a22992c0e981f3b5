import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { markQuote } from '../lib/page/mark-quote';

/** Put into a tab that was opened from a citation; the background then calls `desksideMark` with the quote. */
export default defineUnlistedScript(() => {
  Reflect.set(globalThis, 'desksideMark', (quote: string) => markQuote(window, quote));
});
