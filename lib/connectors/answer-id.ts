import { z } from 'zod';

/** An id as answers hold it, number or text, fit to be a document's: a reference has room for so much. */
export const answerId = z.union([z.string(), z.number()]).transform(String).pipe(z.string().min(1).max(512));
