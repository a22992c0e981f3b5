/** Writes GGUF version 3: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md */

type Scalar =
  | { type: 'uint32'; value: number }
  | { type: 'float32'; value: number }
  | { type: 'int32'; value: number }
  | { type: 'bool'; value: boolean }
  | { type: 'string'; value: string };
export type MetaValue = Scalar | { type: 'array'; of: Scalar['type']; values: readonly (number | string)[] };

export interface F32Tensor {
  readonly name: string;
  /** Fastest first, as GGUF has them. */
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

const typeIds = { uint32: 4, int32: 5, float32: 6, bool: 7, string: 8, array: 9 } as const;
const ALIGNMENT = 32;

export function writeGguf(
  meta: Readonly<Record<string, MetaValue>>,
  tensors: readonly F32Tensor[],
): Uint8Array<ArrayBuffer> {
  const head = new Writer();
  head.bytes(new TextEncoder().encode('GGUF'));
  head.uint32(3);
  head.uint64(tensors.length);
  head.uint64(Object.keys(meta).length);
  for (const [key, value] of Object.entries(meta)) {
    head.string(key);
    head.uint32(typeIds[value.type]);
    if (value.type !== 'array') {
      head.scalar(value.type, value.value);
      continue;
    }
    head.uint32(typeIds[value.of]);
    head.uint64(value.values.length);
    for (const one of value.values) head.scalar(value.of, one);
  }
  let offset = 0;
  for (const { name, shape, values } of tensors) {
    head.string(name);
    head.uint32(shape.length);
    for (const size of shape) head.uint64(size);
    head.uint32(0); // F32
    head.uint64(offset);
    offset += padded(values.byteLength);
  }
  const body = new Uint8Array(padded(head.length) + offset);
  body.set(head.finish());
  let at = padded(head.length);
  for (const { values } of tensors) {
    body.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), at);
    at += padded(values.byteLength);
  }
  return body;
}

function padded(length: number): number {
  return Math.ceil(length / ALIGNMENT) * ALIGNMENT;
}

class Writer {
  private readonly parts: Uint8Array[] = [];
  length = 0;

  bytes(bytes: Uint8Array): void {
    this.parts.push(bytes);
    this.length += bytes.length;
  }
  uint32(value: number): void {
    this.number(4, (view) => view.setUint32(0, value, true));
  }
  uint64(value: number): void {
    this.number(8, (view) => view.setBigUint64(0, BigInt(value), true));
  }
  string(text: string): void {
    const bytes = new TextEncoder().encode(text);
    this.uint64(bytes.length);
    this.bytes(bytes);
  }
  scalar(type: Scalar['type'], value: number | string | boolean): void {
    if (type === 'string') return this.string(String(value));
    if (type === 'bool') return this.bytes(Uint8Array.of(Number(value)));
    this.number(4, (view) => {
      if (type === 'float32') view.setFloat32(0, Number(value), true);
      else if (type === 'int32') view.setInt32(0, Number(value), true);
      else view.setUint32(0, Number(value), true);
    });
  }
  finish(): Uint8Array {
    const all = new Uint8Array(this.length);
    let at = 0;
    for (const part of this.parts) {
      all.set(part, at);
      at += part.length;
    }
    return all;
  }

  private number(size: number, set: (view: DataView) => void): void {
    const bytes = new Uint8Array(size);
    set(new DataView(bytes.buffer));
    this.bytes(bytes);
  }
}
