import { newId, nowSeconds } from '../new-id';
import type { SearchHit } from '../search/read-hits';
import { attributesOf } from '../write/facts';
import type { WrittenPart } from '../write/writer';
import type { ResponseRequest } from './response-request';
import { toShare } from './vector-stores';

export interface Asked {
  readonly id: string;
  readonly body: ResponseRequest;
  readonly question: string;
}

const RESULTS = 'file_search_call.results';

/**
 * An answer as OpenAI's clients read one, event by event; the last one holds the whole of it.
 * https://platform.openai.com/docs/api-reference/responses-streaming
 * @param find what the stores say to the question
 * @throws what finding and writing throw
 */
export async function* eventsOf(
  asked: Asked,
  find: () => Promise<readonly SearchHit[]>,
  write: (hits: readonly SearchHit[]) => AsyncIterable<WrittenPart>,
) {
  const { body } = asked;
  const created_at = nowSeconds();
  const begun = frame(asked, created_at, 'in_progress', [], null);
  yield { type: 'response.created' as const, response: begun };
  yield { type: 'response.in_progress' as const, response: begun };
  const output: unknown[] = [];
  let hits: readonly SearchHit[] = [];
  if (body.tools?.length) {
    const item_id = newId('fs_');
    const call = { id: item_id, type: 'file_search_call' as const, queries: [asked.question], results: null };
    const place = { output_index: 0, item_id };
    yield {
      type: 'response.output_item.added' as const,
      output_index: 0,
      item: { ...call, status: 'in_progress' },
    };
    yield { type: 'response.file_search_call.in_progress' as const, ...place };
    yield { type: 'response.file_search_call.searching' as const, ...place };
    hits = await find();
    yield { type: 'response.file_search_call.completed' as const, ...place };
    const results = body.include?.includes(RESULTS) ? hits.map(toResult) : null;
    const item = { ...call, status: 'completed', results };
    output.push(item);
    yield { type: 'response.output_item.done' as const, output_index: 0, item };
  }
  const item_id = newId('msg_');
  const place = { output_index: output.length, item_id, content_index: 0 };
  const message = { id: item_id, type: 'message' as const, role: 'assistant' as const };
  const { output_index } = place;
  yield {
    type: 'response.output_item.added' as const,
    output_index,
    item: { ...message, status: 'in_progress', content: [] },
  };
  yield { type: 'response.content_part.added' as const, ...place, part: toPart('', []) };
  let text = '';
  const annotations: ReturnType<typeof toAnnotation>[] = [];
  let end: Extract<WrittenPart, { type: 'end' }> | null = null;
  for await (const part of write(hits)) {
    if (part.type === 'text') {
      text += part.text;
      yield { type: 'response.output_text.delta' as const, ...place, delta: part.text, logprobs: [] };
    } else if (part.type === 'citation') {
      const annotation = toAnnotation(part.hit, text.length);
      annotations.push(annotation);
      yield {
        type: 'response.output_text.annotation.added' as const,
        ...place,
        annotation_index: annotations.length - 1,
        annotation,
      };
    } else end = part;
  }
  const part = toPart(text, annotations);
  yield { type: 'response.output_text.done' as const, ...place, text, logprobs: [] };
  yield { type: 'response.content_part.done' as const, ...place, part };
  const isCut = end?.reason === 'length';
  const item = { ...message, status: isCut ? 'incomplete' : 'completed', content: [part] };
  output.push(item);
  yield { type: 'response.output_item.done' as const, output_index, item };
  const { input = 0, output: written = 0 } = end?.usage ?? {};
  const usage = {
    input_tokens: input,
    input_tokens_details: { cached_tokens: 0 },
    output_tokens: written,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: input + written,
  };
  if (isCut)
    yield {
      type: 'response.incomplete' as const,
      response: frame(asked, created_at, 'incomplete', output, usage),
    };
  else
    yield {
      type: 'response.completed' as const,
      response: frame(asked, created_at, 'completed', output, usage),
    };
}

function frame(
  { id, body }: Asked,
  created_at: number,
  status: 'in_progress' | 'completed' | 'incomplete',
  output: readonly unknown[],
  usage: object | null,
) {
  return {
    id,
    object: 'response' as const,
    created_at,
    status,
    error: null,
    incomplete_details: status === 'incomplete' ? { reason: 'max_output_tokens' as const } : null,
    instructions: body.instructions ?? null,
    max_output_tokens: body.max_output_tokens ?? null,
    metadata: body.metadata ?? {},
    model: body.model,
    output,
    parallel_tool_calls: false,
    previous_response_id: null,
    store: false,
    temperature: body.temperature ?? 0,
    tool_choice: 'auto' as const,
    tools: body.tools ?? [],
    usage,
  };
}

function toPart(text: string, annotations: readonly unknown[]) {
  return { type: 'output_text' as const, text, annotations, logprobs: [] };
}

function toAnnotation({ file, filename }: SearchHit, index: number) {
  return { type: 'file_citation' as const, file_id: file, filename, index };
}

function toResult(hit: SearchHit) {
  return {
    file_id: hit.file,
    filename: hit.filename,
    score: toShare(hit.score),
    attributes: attributesOf(hit),
    text: hit.text,
  };
}
