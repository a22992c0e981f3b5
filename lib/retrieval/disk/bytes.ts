/** Thrown where stored bytes are not what this version wrote: the index is then built anew from the documents. */
export class DamagedIndexError extends Error {
  override readonly name = 'DamagedIndexError';
}

/** Nearly all texts here: the browser's encoder takes longer to be called than they take to be copied. */
const plain = /^[ -~]*$/;
const LONGEST_COPIED = 64;

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

/** Bytes that grow. Numbers are little-endian; a varint has seven bits a byte, lowest first. */
export class ByteWriter {
  private bytes = new Uint8Array(256);
  private used = 0;

  get length(): number {
    return this.used;
  }

  byte(value: number): void {
    this.room(1);
    this.bytes[this.used++] = value;
  }

  /** A whole number from 0 to 2^32 - 1. */
  varint(value: number): void {
    this.room(5);
    let left = value;
    while (left > 127) {
      this.bytes[this.used++] = (left % 128) + 128;
      left = Math.floor(left / 128);
    }
    this.bytes[this.used++] = left;
  }

  uint32(value: number): void {
    this.room(4);
    for (let shift = 0; shift < 32; shift += 8) this.bytes[this.used++] = (value >>> shift) & 255;
  }

  raw(more: Uint8Array): void {
    this.room(more.length);
    this.bytes.set(more, this.used);
    this.used += more.length;
  }

  /** Its bytes as UTF-8, led by their number. Half characters become U+FFFD. */
  text(value: string): void {
    if (!plain.test(value)) {
      const encoded = encoder.encode(value);
      this.varint(encoded.length);
      this.raw(encoded);
      return;
    }
    this.varint(value.length);
    this.room(value.length);
    for (let at = 0; at < value.length; at += 1) this.bytes[this.used++] = value.charCodeAt(at);
  }

  /** A part of what was written so far; good until more is written. */
  view(start: number, end: number): Uint8Array {
    return this.bytes.subarray(start, end);
  }

  finish(): Uint8Array<ArrayBuffer> {
    return this.bytes.slice(0, this.used);
  }

  private room(more: number): void {
    if (this.used + more <= this.bytes.length) return;
    const next = new Uint8Array(Math.max(this.bytes.length * 2, this.used + more));
    next.set(this.bytes);
    this.bytes = next;
  }
}

/** Reads what a `ByteWriter` wrote. @throws DamagedIndexError past the end */
export class ByteReader {
  private readonly view: DataView;

  constructor(
    private readonly bytes: Uint8Array,
    private at = 0,
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get position(): number {
    return this.at;
  }

  get atEnd(): boolean {
    return this.at >= this.bytes.length;
  }

  byte(): number {
    const value = this.bytes[this.at];
    if (value === undefined) throw new DamagedIndexError('A block ends too early');
    this.at += 1;
    return value;
  }

  varint(): number {
    let value = 0;
    let scale = 1;
    for (let count = 0; count < 5; count += 1) {
      const part = this.byte();
      value += (part & 127) * scale;
      if (part < 128) return value;
      scale *= 128;
    }
    throw new DamagedIndexError('A number has no end');
  }

  uint32(): number {
    this.need(4);
    const value = this.view.getUint32(this.at, true);
    this.at += 4;
    return value;
  }

  /** A view, not a copy. */
  raw(length: number): Uint8Array {
    this.need(length);
    const part = this.bytes.subarray(this.at, this.at + length);
    this.at += length;
    return part;
  }

  text(): string {
    const part = this.raw(this.varint());
    if (part.length <= LONGEST_COPIED && part.every((byte) => byte < 128))
      return String.fromCharCode(...part);
    try {
      return decoder.decode(part);
    } catch (cause) {
      throw new DamagedIndexError('A text is not UTF-8', { cause });
    }
  }

  skip(length: number): void {
    this.need(length);
    this.at += length;
  }

  private need(length: number): void {
    if (this.at + length > this.bytes.length) throw new DamagedIndexError('A block ends too early');
  }
}

/** Sum of the words of a block: enough to tell a block that was cut, mixed up or overwritten. */
export function checksum(bytes: Uint8Array): number {
  let sum = bytes.length >>> 0;
  const whole = bytes.length - (bytes.length % 4);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at < whole; at += 4) sum = (Math.imul(sum, 31) + view.getUint32(at, true)) | 0;
  for (let at = whole; at < bytes.length; at += 1) sum = (Math.imul(sum, 31) + (bytes[at] ?? 0)) | 0;
  return sum >>> 0;
}

/** A block as it is stored: its bytes behind their checksum. */
export function sealed(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const block = new Uint8Array(bytes.length + 4);
  new DataView(block.buffer).setUint32(0, checksum(bytes), true);
  block.set(bytes, 4);
  return block;
}

/** @throws DamagedIndexError where it is not what was sealed */
export function unsealed(block: Uint8Array | undefined): Uint8Array {
  if (block === undefined || block.length < 4) throw new DamagedIndexError('A block is missing');
  const bytes = block.subarray(4);
  const sum = new DataView(block.buffer, block.byteOffset, 4).getUint32(0, true);
  if (checksum(bytes) !== sum) throw new DamagedIndexError('A block was changed');
  return bytes;
}
