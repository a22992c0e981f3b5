import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hashOf, librariesFolder, readPins } from './model-libraries';

/**
 * Fetches the model libraries that `pins.json` names, so that the next build packs them. A library is code: what is
 * not, byte for byte, what its pin says is not kept.
 */
for (const { name, url, sha256 } of readPins()) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${name}: the server answers ${response.status}`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  const found = hashOf(bytes);
  if (found !== sha256) throw new Error(`${name}: its SHA-256 is ${found}, and the pin says ${sha256}`);
  mkdirSync(librariesFolder, { recursive: true });
  writeFileSync(join(librariesFolder, name), bytes);
  console.log(`${name}: ${bytes.length} bytes, verified`);
}
console.log('Build the extension: what is in the folder is packed.');
