import type { Block } from '../core/rich-text';

/** A file as a reader gets it: its name tells nothing that the bytes do not say better. */
export interface FileBytes {
  /** With its folders, relative to what was dropped: "Policies/Travel/expenses.docx". */
  readonly path: string;
  /** From the start; all of them unless the reader says that fewer do. */
  readonly bytes: Uint8Array;
}

/** What reading may use of its surroundings. Nothing here needs a window: a worker may have a parser of its own. */
export interface ImportTools {
  /** Parses into an inert document: nothing loads, nothing runs. */
  readonly parseHtml: (html: string) => Document;
  readonly signal: AbortSignal;
  /** Pages or rows so far, and of how many. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** One document of a file; most files hold one. */
export interface FileContent {
  /** Empty where the file does not say: its name will have to do. */
  readonly title: string;
  readonly blocks: readonly Block[];
  readonly author: string | null;
  /** ISO 8601 in UTC. */
  readonly created: string | null;
  readonly updated: string | null;
  /** BCP 47, where the file says. */
  readonly language: string | null;
  readonly labels: readonly string[];
  /** Which part of the file it is, the same each time the file is read; null where it is the whole. */
  readonly part: string | null;
  /** True where the file went on beyond what is read. */
  readonly cut: boolean;
}

/**
 * One format of files. `read` throws ImportProblem for what it cannot read and passes aborts on; anything else that it
 * throws is a defect. Text, depth, count and time are bounded, whatever the bytes are.
 */
export interface FileReader {
  readonly id: string;
  /** As people call it: "Word document". */
  readonly name: string;
  /** Lower case, without the dot. */
  readonly extensions: readonly string[];
  readonly mediaTypes: readonly string[];
  /** Whether a file that begins like this is one of these, whatever it is called. */
  recognises?(start: Uint8Array): boolean;
  /** As many bytes from the start as reading needs; all of them when absent. */
  readonly firstBytes?: number;
  read(file: FileBytes, tools: ImportTools): Promise<FileContent[]>;
}
