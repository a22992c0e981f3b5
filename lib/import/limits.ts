/** What is read of one file at most; beyond this a file is data, not something to read. */

/** Bytes of a file that is looked at at all. */
export const MOST_BYTES = 200_000_000;
/** Characters of one document: a book of 1,500 pages. */
export const MOST_TEXT = 4_000_000;
/** Bytes of a text file from its start, whatever its encoding. */
export const MOST_TEXT_BYTES = 4 * MOST_TEXT;
/** Characters of a title, an author or a label. */
export const MOST_LINE = 300;
export const MOST_LABELS = 20;
