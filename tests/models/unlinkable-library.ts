/** A WebAssembly module that asks for a function that nobody has: `(import "nowhere" "nothing" (func))`. */
export const unlinkableLibrary: Buffer<ArrayBuffer> = Buffer.concat([
  Buffer.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 4, 1, 0x60, 0, 0, 2, 0x13, 1, 7]),
  Buffer.from('nowhere'),
  Buffer.from([7]),
  Buffer.from('nothing'),
  Buffer.from([0, 0]),
]);
