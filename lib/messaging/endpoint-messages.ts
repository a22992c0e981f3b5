import { z } from 'zod';
import { errorKindSchema } from '../core/assist-state';

/** What the endpoint page asks and gets. The key itself never comes back. */

const baseUrl = z.url({ protocol: /^https?$/ }).max(512);

/** Null forgets it. A key is for one address. */
export const endpointKeySchema = z.object({
  baseUrl: z.string().max(512),
  key: z.string().min(1).max(4000).nullable(),
});

export const endpointAddressSchema = z.object({ baseUrl });

/** The models and collections that an address offers, or why it could not be asked. */
export const endpointTestSchema = z.object({
  models: z.array(z.string()),
  /** Null where it only has models. */
  stores: z
    .array(z.object({ id: z.string(), name: z.string(), documents: z.number().nullable() }))
    .nullable(),
  failure: z.object({ kind: errorKindSchema, message: z.string() }).nullable(),
});
