import { managedJsonSchema } from '../lib/core/settings';

/** Where the manifest's `storage.managed_schema` points. Chromium only: Firefox warns of the key and has no schema. */
export const MANAGED_SCHEMA_FILE = 'managed-schema.json';

/** The policy schema as a file of the package, in the shape of WXT's `build:publicAssets` hook. */
export function managedSchemaAsset(): { relativeDest: string; contents: string } {
  return { relativeDest: MANAGED_SCHEMA_FILE, contents: `${JSON.stringify(managedJsonSchema(), null, 2)}\n` };
}
