/** Blocks that were read, up to so many bytes; what was used longest ago goes first. */
export class BlockCache {
  private readonly blocks = new Map<string, Uint8Array>();
  private bytes = 0;

  constructor(private readonly mostBytes = 48_000_000) {}

  get(key: string): Uint8Array | undefined {
    const block = this.blocks.get(key);
    if (block !== undefined) {
      this.blocks.delete(key);
      this.blocks.set(key, block);
    }
    return block;
  }

  set(key: string, block: Uint8Array): void {
    this.delete(key);
    this.blocks.set(key, block);
    this.bytes += block.length;
    for (const oldest of this.blocks.keys()) {
      if (this.bytes <= this.mostBytes) break;
      this.delete(oldest);
    }
  }

  /** All that a segment had. */
  forget(prefix: string): void {
    for (const key of [...this.blocks.keys()]) if (key.startsWith(prefix)) this.delete(key);
  }

  private delete(key: string): void {
    this.bytes -= this.blocks.get(key)?.length ?? 0;
    this.blocks.delete(key);
  }
}
