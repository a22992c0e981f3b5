/** A model's own folder on this device. Names are those of its files. */
export interface ModelFolder {
  readonly name: string;
  /** @throws where there is no such file */
  open(name: string): Promise<File>;
  /** Null where there is no such file. */
  read(name: string): Promise<string | null>;
  /** Puts the text in place of what was there: whole, or not at all. */
  write(name: string, text: string): Promise<void>;
  /** Goes on where the file ends. Nobody else can write to it meanwhile. Only in workers. */
  append(name: string): Promise<Appending>;
}

export interface Appending {
  /** Bytes that are there. */
  readonly size: number;
  /** Reads what was written before; gives how many bytes there were. */
  readAt(offset: number, into: Uint8Array): number;
  /** Throws away what is there. */
  clear(): void;
  write(bytes: Uint8Array): void;
  /** What was written is kept, whatever happens next. */
  close(): void;
}

export interface ModelFolders {
  list(): Promise<ModelFolder[]>;
  /** Made where it is not there. */
  folder(name: string): Promise<ModelFolder>;
  remove(name: string): Promise<void>;
}

export function isNotFound(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'NotFoundError';
}
