import type { PostingList } from './postings';

interface Entry<T> {
  readonly value: T;
  readonly bytes: number;
}

/** Blocks that were read, and long lists out of them, up to so many bytes; what was used longest ago goes first. */
export class BlockCache {
  private readonly entries = new Map<string, Entry<Uint8Array | PostingList>>();
  private bytes = 0;

  constructor(private readonly mostBytes = 48_000_000) {}

  block(key: string): Uint8Array | undefined {
    const value = this.use(key);
    return value instanceof Uint8Array ? value : undefined;
  }

  list(key: string): PostingList | undefined {
    const value = this.use(key);
    return value instanceof Uint8Array ? undefined : value;
  }

  setBlock(key: string, block: Uint8Array): void {
    this.set(key, { value: block, bytes: block.length });
  }

  setList(key: string, list: PostingList): void {
    this.set(key, { value: list, bytes: list.numbers.length * 8 });
  }

  /** All that a segment had. */
  forget(prefix: string): void {
    for (const key of [...this.entries.keys()]) if (key.startsWith(prefix)) this.delete(key);
  }

  private use(key: string): Uint8Array | PostingList | undefined {
    const entry = this.entries.get(key);
    if (entry !== undefined) {
      this.entries.delete(key);
      this.entries.set(key, entry);
    }
    return entry?.value;
  }

  private set(key: string, entry: Entry<Uint8Array | PostingList>): void {
    this.delete(key);
    this.entries.set(key, entry);
    this.bytes += entry.bytes;
    for (const oldest of this.entries.keys()) {
      if (this.bytes <= this.mostBytes) break;
      this.delete(oldest);
    }
  }

  private delete(key: string): void {
    this.bytes -= this.entries.get(key)?.bytes ?? 0;
    this.entries.delete(key);
  }
}
