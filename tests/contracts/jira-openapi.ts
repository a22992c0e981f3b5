import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import Ajv from 'ajv';
import { z } from 'zod';

const file = resolve(
  import.meta.dirname,
  '../../../shared/data/openapi/jira-cloud-platform-v3.openapi.json.gz',
);

const schemaSchema = z.record(z.string(), z.unknown());
const operationSchema = z.object({
  parameters: z.array(z.object({ name: z.string(), in: z.string() })).default([]),
  responses: z.record(
    z.string(),
    z.object({
      content: z.record(z.string(), z.object({ schema: schemaSchema.optional() })).default({}),
    }),
  ),
});
const documentSchema = z.object({
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
  components: z.object({ schemas: z.record(z.string(), schemaSchema) }),
});

export interface OpenApi {
  /** Names of an operation's query parameters. */
  queryParameters(path: string): string[];
  /** What is wrong with an answer of `GET path`, one line each. */
  problems(path: string, answer: unknown): string[];
}

/** Why there is nothing to check against; null where there is. */
export const missingOpenApi: string | null = existsSync(file)
  ? null
  : 'the vendor’s OpenAPI document is not on this machine';

/** The vendor's description of REST 3. */
export function readOpenApi(): OpenApi {
  const { paths, components } = documentSchema.parse(
    JSON.parse(gunzipSync(readFileSync(file)).toString('utf8')),
  );
  const operation = (path: string) => operationSchema.parse(paths[path]?.get);
  // OpenAPI 3.0 schemas are nearly JSON Schema: it has words of its own beside them, and formats such as int64 are hints.
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
  ajv.addSchema({ $id: 'jira', components });
  return {
    queryParameters: (path) =>
      operation(path)
        .parameters.filter((parameter) => parameter.in === 'query')
        .map(({ name }) => name),
    problems(path, answer) {
      const schema = operation(path).responses['200']?.content['application/json']?.schema;
      if (!schema) throw new Error(`${path} has no schema`);
      const $ref = z.string().parse(schema.$ref);
      const validate = ajv.getSchema(`jira${$ref}`);
      if (!validate) throw new Error(`${$ref} is not in the document`);
      if (validate(answer) === true) return [];
      return (validate.errors ?? []).map(({ instancePath, message, params }) =>
        [instancePath, message, JSON.stringify(params)].join(' '),
      );
    },
  };
}
