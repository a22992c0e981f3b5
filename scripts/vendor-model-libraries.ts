import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { prebuiltAppConfig } from '@mlc-ai/web-llm';
import { addPin, hashOf, librariesFolder, readPins } from './model-libraries';
import { pinModel } from './pin-model';

/**
 * Fetches the model libraries that `pins.json` names, so that the next build packs them. A library is code: what is
 * not, byte for byte, what its pin says is not kept.
 *
 *   npm run vendor:model-libraries [-- --add MODEL]
 *
 * `--add`: first pins a model of WebLLM's own list, its library and every file of its weights, as they are today.
 */
const [option, wanted] = process.argv.slice(2);
if (option === '--add') {
  const model = prebuiltAppConfig.model_list.find(({ model_id }) => model_id === wanted);
  if (!model) {
    const names = prebuiltAppConfig.model_list.map(({ model_id }) => model_id);
    throw new Error(`WebLLM has no model ${wanted}. It has:\n${names.join('\n')}`);
  }
  const pins = addPin(readPins(), await pinModel(model, fetch));
  writeFileSync(join(librariesFolder, 'pins.json'), `${JSON.stringify(pins, null, 2)}\n`);
  console.log(`${wanted}: pinned. Look at what changed in pins.json before you commit it.`);
}
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
