const SIGNATURE = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
/** Name of the stream in which Office keeps an encrypted document. [MS-OFFCRYPTO] section 2.3.4.4 */
const ENCRYPTED = 'EncryptedPackage';

/** Office's container before 2007, and around what it encrypts since. [MS-CFB] section 2.2 */
export function isCompoundFile(bytes: Uint8Array): boolean {
  return SIGNATURE.every((byte, index) => bytes[index] === byte);
}

/** Names of streams are UTF-16, each at an even place. */
export function holdsEncryptedPackage(bytes: Uint8Array): boolean {
  return new TextDecoder('utf-16le').decode(bytes).includes(ENCRYPTED);
}
