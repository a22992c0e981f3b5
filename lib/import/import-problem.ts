/** Why a file could not be read. The person sees what happened and what to do next. */
export type ImportProblemKind =
  | 'damaged'
  | 'encrypted'
  | 'too-large'
  | 'unsupported-type'
  | 'empty'
  | 'no-text' // pictures of text: a scan
  | 'unreadable'; // the file system did not give it

const sentences: Readonly<Record<ImportProblemKind, readonly [what: string, next: string]>> = {
  damaged: ['The file is damaged or incomplete.', 'Open it in its own program, save it again and add that.'],
  encrypted: ['The file is protected by a password.', 'Save a copy without the password and add that.'],
  'too-large': ['The file is too large to be read here.', 'Split it into smaller files and add those.'],
  'unsupported-type': [
    'Files of this type cannot be read.',
    'Save it as PDF, DOCX, HTML, Markdown, CSV or plain text and add that.',
  ],
  empty: ['The file is empty.', 'Check that the right file was chosen.'],
  'no-text': [
    'The file holds pictures only, no text that can be searched.',
    'Run text recognition (OCR) over it and add the result.',
  ],
  unreadable: ['The file could not be opened.', 'It may have been moved or be in use: choose it again.'],
};

/** What keeps one file from being read; the others of a folder go on. */
export class ImportProblem extends Error {
  override readonly name = 'ImportProblem';
  /** What the person can do about it, as one sentence. */
  readonly next: string;

  constructor(
    readonly kind: ImportProblemKind,
    init: { cause?: unknown } = {},
  ) {
    const [what, next] = sentences[kind];
    super(what, init.cause === undefined ? undefined : { cause: init.cause });
    this.next = next;
  }
}
