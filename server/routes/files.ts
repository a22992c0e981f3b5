import multipart from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Problem } from '../problem';
import { addFile, fileContent, listFiles, ownFile, removeFile, type StoredFile } from '../stores/files';
import type { Route } from './route';
import { idSchema, listOf, pageQuerySchema } from './shapes';

const purposeSchema = z.enum(['assistants', 'user_data']);
const params = z.object({ file: idSchema });

export const files: Route =
  ({ database, search, mostFileBytes }) =>
  async (app) => {
    await app.register(multipart, {
      limits: { fileSize: mostFileBytes, files: 1, fields: 10, fieldSize: 1_000, parts: 11, headerPairs: 50 },
    });

    app.post(
      '/files',
      { schema: { summary: 'Upload a file', consumes: ['multipart/form-data'] } },
      async (request) => {
        if (!request.isMultipart())
          throw new Problem(400, 'Send the file as multipart/form-data.', 'not_multipart');
        const { purpose, filename, content } = await readForm(request);
        if (content === null || filename === null)
          throw new Problem(400, 'There is no file in it.', 'no_file', 'file');
        if (content.length === 0) throw new Problem(400, 'The file is empty.', 'empty_file', 'file');
        const known = purposeSchema.safeParse(purpose);
        if (!known.success)
          throw new Problem(400, 'Files are for "assistants" or "user_data".', 'bad_purpose', 'purpose');
        return toFile(
          await addFile(database.query, request.principal.id, { filename, purpose: known.data, content }),
        );
      },
    );

    app.get(
      '/files',
      {
        schema: {
          summary: 'List your files',
          querystring: pageQuerySchema.extend({
            limit: z.coerce.number().int().min(1).max(10_000).default(1_000),
            purpose: purposeSchema.optional(),
          }),
        },
      },
      async ({ principal, query }) => {
        const page = await listFiles(database, principal, query, query.purpose);
        return listOf(page, page.rows.map(toFile));
      },
    );

    app.get(
      '/files/:file',
      { schema: { summary: 'A file', params } },
      async ({ principal, params: { file } }) => toFile(await ownFile(database, principal, file)),
    );

    app.get(
      '/files/:file/content',
      { schema: { summary: 'A file’s bytes', params } },
      async ({ principal, params: { file } }, reply) => {
        await ownFile(database, principal, file);
        // Bytes to save, whatever they say they are: nothing here is ever shown as a page.
        return reply
          .type('application/octet-stream')
          .header('content-disposition', 'attachment')
          .send(await fileContent(database, file));
      },
    );

    app.delete(
      '/files/:file',
      { schema: { summary: 'Delete a file', params } },
      async ({ principal, params: { file } }) => {
        for (const store of await removeFile(database, principal, file)) search.statistics.forget(store);
        return { id: file, object: 'file' as const, deleted: true };
      },
    );
  };

/** @throws Problem for a form that is none; 413 for a file that is too large */
async function readForm(request: FastifyRequest) {
  let purpose = 'assistants';
  let filename: string | null = null;
  let content: Buffer | null = null;
  try {
    for await (const part of request.parts()) {
      if (part.type === 'field') {
        if (part.fieldname === 'purpose') purpose = String(part.value);
        continue;
      }
      if (part.fieldname !== 'file')
        throw new Problem(400, 'The file’s field is called "file".', 'bad_field');
      filename = part.filename || 'file';
      content = await part.toBuffer();
    }
  } catch (error) {
    if (error instanceof Problem || Reflect.get(Object(error), 'statusCode') === 413) throw error;
    throw new Problem(400, 'The form is malformed or incomplete.', 'bad_form');
  }
  return { purpose, filename, content };
}

function toFile({ id, bytes, created_at, filename, purpose }: StoredFile) {
  return { id, object: 'file' as const, bytes, created_at, filename, purpose, status: 'processed' as const };
}
