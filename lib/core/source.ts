import { z } from 'zod';
import { ENDPOINT_SOURCE_ID } from './endpoint-source';
import { FILES_SOURCE_ID } from './files-source';

/** Parts that one source may be narrowed to. */
export const MOST_SOURCE_SCOPES = 100;

/** One place where the company keeps knowledge, as the user or the administrator added it. */
export const sourceConfigSchema = z.object({
  /** Stable; chosen when the source is added. */
  id: z
    .string()
    .min(1)
    .max(64)
    .refine(
      (id) => id !== FILES_SOURCE_ID && id !== ENDPOINT_SOURCE_ID,
      'this id is taken by imported files or the endpoint',
    ),
  /** Connector id, which is also the id of the product's site. */
  product: z.string().min(1).max(64),
  name: z.string().min(1).max(120),
  /** Origin and context path, without a slash at the end. */
  baseUrl: z.url({ protocol: /^https?$/ }).max(512),
  /** Searched for suggestions. */
  enabled: z.boolean().default(true),
  /** Pages of it are read, so that the panel follows them. */
  readPages: z.boolean().default(true),
  /** Spaces, knowledge bases or projects to search; empty means all the user may see. */
  scopes: z.array(z.string().max(128)).max(MOST_SOURCE_SCOPES).default([]),
  /** Minutes a cached document counts as fresh; older ones are shown and revalidated. */
  ttlMinutes: z.number().int().min(1).max(43_200).default(60),
});
export type SourceConfig = z.infer<typeof sourceConfigSchema>;

/** Who is signed in at a source. `userId` keys every stored row; "anonymous" where the product allows it. */
export const identitySchema = z.object({ userId: z.string().min(1), displayName: z.string().nullable() });
export type Identity = z.infer<typeof identitySchema>;
