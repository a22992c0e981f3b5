import { DesksideError } from '../core/errors';
import { protocol, replySchema, type MessageInput, type MessageName, type MessageOutput } from './protocol';

/** The one call of `runtime` that sending needs. */
export interface SendingRuntime {
  sendMessage(message: unknown): Promise<unknown>;
}

export type Send = <N extends MessageName>(name: N, input: MessageInput<N>) => Promise<MessageOutput<N>>;

/**
 * Typed requests to the background or the host. Throws the other side's DesksideError, or `unreachable` when nobody
 * answered (the context it was addressed to is not there).
 */
export function createClient(runtime: SendingRuntime): { send: Send } {
  return {
    async send(name, input) {
      const definition = protocol[name];
      const raw = await deliver(runtime, { deskside: 1, to: definition.to, name, payload: input });
      return unwrapReply(name, raw);
    },
  };
}

/**
 * The same for our pages: where the host does not answer, because it was never started or was killed, the background is
 * asked to start it, and the message goes once more. What is sent to the host may be done twice.
 */
export function createPageClient(runtime: SendingRuntime): { send: Send } {
  const client = createClient(runtime);
  return {
    async send(name, input) {
      const { to } = protocol[name];
      if (to !== 'host') return client.send(name, input);
      const envelope = { deskside: 1, to, name, payload: input };
      const first = await deliver(runtime, envelope).catch(() => null);
      if (replySchema.safeParse(first).success) return unwrapReply(name, first);
      await client.send('host/ensure', {});
      return unwrapReply(name, await deliver(runtime, envelope));
    },
  };
}

/** Shared with the host link. */
export async function deliver(runtime: SendingRuntime, envelope: unknown): Promise<unknown> {
  try {
    return await runtime.sendMessage(envelope);
  } catch (cause) {
    throw new DesksideError('unreachable', 'No part of the extension answered', { cause });
  }
}

/** Parses a reply by the message's own output schema; shared with local delivery (see host links). */
export function unwrapReply<N extends MessageName>(name: N, raw: unknown): MessageOutput<N> {
  const reply = replySchema.safeParse(raw);
  if (!reply.success) throw new DesksideError('unreachable', `No answer to ${name}`);
  if (!reply.data.ok) throw new DesksideError(reply.data.error.kind, reply.data.error.message);
  const output = protocol[name].output.safeParse(reply.data.value);
  if (!output.success) throw new DesksideError('bad-answer', `The answer to ${name} had the wrong shape`);
  // The schema is looked up by name, so TypeScript cannot see that it is the one of N.
  return output.data as MessageOutput<N>;
}
