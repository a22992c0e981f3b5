import { z } from 'zod';
import { DesksideError, isAbort } from '../core/errors';
import {
  envelopeSchema,
  protocol,
  type Address,
  type MessageName,
  type MessageOutput,
  type Protocol,
} from './protocol';

/** The parts of the browser's sender that handlers may trust. */
export interface Sender {
  id?: string | undefined;
  url?: string | undefined;
  origin?: string | undefined;
  frameId?: number | undefined;
  tab?: { id?: number | undefined; windowId?: number | undefined } | undefined;
}

export type Handlers<A extends Address> = {
  [N in MessageName as Protocol[N]['to'] extends A ? N : never]: (
    input: z.output<Protocol[N]['input']>,
    sender: Sender,
  ) => Promise<MessageOutput<N>> | MessageOutput<N>;
};

/** Answers a message, or says with null that it is somebody else's. */
export type MessageHandler = (raw: unknown, sender: Sender) => Promise<Reply | null> | null;

export interface MessageServerOptions<A extends Address> {
  address: A;
  /** `runtime.id`: messages of other extensions are ignored. */
  extensionId: string;
  /** Origin of the extension's own pages; only they may send what is not marked `fromPages`. */
  extensionOrigin: string;
  handlers: Handlers<A>;
  /** Told of every failure that is not an abort. */
  onError?: (name: string, error: unknown) => void;
}

export type Reply =
  | { deskside: 1; ok: true; value: unknown }
  | { deskside: 1; ok: false; error: { kind: DesksideError['kind']; message: string } };

/**
 * Answers the messages of one address: returns null for those that are not its own, so that another context can
 * answer. Input is parsed before the handler sees it; errors travel back with their kind.
 */
export function createMessageServer<A extends Address>(options: MessageServerOptions<A>) {
  return function handle(raw: unknown, sender: Sender): Promise<Reply> | null {
    const envelope = envelopeSchema.safeParse(raw);
    if (!envelope.success || envelope.data.to !== options.address) return null;
    if (sender.id !== undefined && sender.id !== options.extensionId) return null;
    return answer(options, envelope.data.name, envelope.data.payload, sender);
  };
}

async function answer<A extends Address>(
  options: MessageServerOptions<A>,
  name: string,
  payload: unknown,
  sender: Sender,
): Promise<Reply> {
  try {
    const definition = lookUp(name, options.address);
    if (!definition.fromPages && !isOwnPage(sender, options.extensionOrigin)) {
      throw new DesksideError('forbidden', `${name} is not for pages`);
    }
    const input = definition.input.parse(payload);
    const handlers = options.handlers as Record<string, (input: unknown, sender: Sender) => unknown>;
    const handler = handlers[name];
    if (!handler) throw new DesksideError('unsupported', `No handler for ${name}`);
    return { deskside: 1, ok: true, value: (await handler(input, sender)) ?? {} };
  } catch (error) {
    if (!isAbort(error)) options.onError?.(name, error);
    return { deskside: 1, ok: false, error: describe(error) };
  }
}

function lookUp(name: string, address: Address) {
  const definition = Object.hasOwn(protocol, name) ? protocol[name as MessageName] : undefined;
  if (!definition || definition.to !== address) throw new DesksideError('unsupported', 'Unknown message');
  return definition;
}

/** A content script's sender has a tab and the page's URL; our own pages have our origin. */
function isOwnPage(sender: Sender, extensionOrigin: string): boolean {
  if (sender.url !== undefined) return sender.url.startsWith(`${extensionOrigin}/`);
  return sender.tab === undefined;
}

function describe(error: unknown): { kind: DesksideError['kind']; message: string } {
  if (error instanceof DesksideError) return { kind: error.kind, message: error.message };
  if (error instanceof z.ZodError) return { kind: 'bad-answer', message: 'The message had the wrong shape' };
  return { kind: 'server', message: 'Something went wrong inside the extension' };
}
