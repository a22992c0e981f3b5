import { z } from 'zod';

/** https://platform.openai.com/docs/guides/retrieval#attribute-filtering */
const key = z.string().min(1).max(64);
const scalar = z.union([z.string().max(512), z.number(), z.boolean()]);
const comparisonSchema = z.discriminatedUnion('type', [
  z.object({ type: z.enum(['eq', 'ne']), key, value: scalar }),
  z.object({
    type: z.enum(['gt', 'gte', 'lt', 'lte']),
    key,
    value: z.union([z.string().max(512), z.number()]),
  }),
  z.object({
    type: z.enum(['in', 'nin']),
    key,
    value: z.array(z.union([z.string().max(512), z.number()])).max(100),
  }),
]);
type Comparison = z.infer<typeof comparisonSchema>;
interface Compound {
  type: 'and' | 'or';
  filters: (Comparison | Compound)[];
}
export type Filter = Comparison | Compound;

const MOST_DEPTH = 5;
const schemaOf = (depth: number): z.ZodType<Filter> =>
  depth === 0
    ? comparisonSchema
    : z.union([
        comparisonSchema,
        z.object({
          type: z.enum(['and', 'or']),
          filters: z
            .array(schemaOf(depth - 1))
            .min(1)
            .max(20),
        }),
      ]);
export const filterSchema = schemaOf(MOST_DEPTH).meta({
  description: 'Which documents count, by their attributes: a comparison, or "and" and "or" of several.',
});

const operators = { gt: '>', gte: '>=', lt: '<', lte: '<=' } as const;

/**
 * A condition on `attributes`. Keys and values are parameters, added to `parameters`; a document without the attribute
 * meets only `ne` and `nin`.
 */
export function toCondition(filter: Filter, parameters: unknown[]): string {
  const bind = (value: unknown) => `$${parameters.push(value)}`;
  switch (filter.type) {
    case 'and':
    case 'or':
      return `(${filter.filters.map((each) => toCondition(each, parameters)).join(` ${filter.type} `)})`;
    case 'eq':
    case 'ne': {
      const is = filter.type === 'eq' ? 'is not distinct from' : 'is distinct from';
      return `(attributes -> ${bind(filter.key)}::text ${is} ${bind(JSON.stringify(filter.value))}::jsonb)`;
    }
    case 'in':
    case 'nin': {
      const found = `coalesce(${bind(JSON.stringify(filter.value))}::jsonb @> (attributes -> ${bind(filter.key)}::text), false)`;
      return filter.type === 'in' ? found : `not ${found}`;
    }
    default: {
      const [name, operator] = [bind(filter.key), operators[filter.type]];
      return typeof filter.value === 'number'
        ? `coalesce(case when jsonb_typeof(attributes -> ${name}::text) = 'number' then (attributes ->> ${name}::text)::float8 ${operator} ${bind(filter.value)}::float8 end, false)`
        : `coalesce(case when jsonb_typeof(attributes -> ${name}::text) = 'string' then (attributes ->> ${name}::text) collate "C" ${operator} ${bind(filter.value)}::text end, false)`;
    }
  }
}
