import { z } from 'zod';

/** A document that a copy of a source has listed, and in which listing of everything it was seen last. */
export const syncMemberRowSchema = z.object({
  jobKey: z.string(),
  id: z.string(),
  generation: z.number().int().min(0),
});
export type SyncMemberRow = z.infer<typeof syncMemberRowSchema>;
