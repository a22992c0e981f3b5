import { createRestorer, redact } from '../../assist/redaction/redact';
import type { SentText } from '../../core/assist-state';
import { DesksideError } from '../../core/errors';
import type { Settings } from '../../core/settings';
import type { EngineRequest } from '../../engines/engine';
import type { Endpoint, EndpointAddress } from '../../engines/openai';
import type { MessageName } from '../../messaging/protocol';
import type { Handlers } from '../../messaging/server';
import type { Logger } from '../../platform/logger';
import type { AnswerPath } from '../answer-writer';
import { ENDPOINT_KEY, endpointAddress, type EndpointAccess } from './endpoint-address';

export interface EndpointParts extends EndpointAccess {
  connect(address: EndpointAddress): Endpoint;
  readonly logger: Logger;
}

type EndpointSettings = Pick<Settings, 'endpointUrl' | 'endpointModel' | 'endpointAgreed' | 'redactionWords'>;

const TEST_MS = 30_000;
/** Most models have more; what is sent is bounded by characters anyway. */
const CONTEXT_TOKENS = 8_192;

/** The remote endpoint: what goes there, what came of it, and the key that opens it. */
export function createEndpointService(parts: EndpointParts, settings: () => EndpointSettings) {
  const { connect, secrets, logger } = parts;
  /** Agreed to a moment ago: the setting comes by another way. */
  let agreedNow = '';

  const hostOf = (baseUrl: string) => new URL(baseUrl).host;
  const withoutSecrets = ({ messages }: EngineRequest, people: readonly string[]) =>
    redact(
      messages.map(({ content }) => content),
      { people, words: settings().redactionWords },
    );
  const addressOf = (baseUrl: string) => endpointAddress(parts, baseUrl);

  const path = (): AnswerPath | null => {
    const { endpointUrl, endpointModel, endpointAgreed } = settings();
    if (endpointUrl === '' || endpointModel === '') return null;
    const host = hostOf(endpointUrl);
    return {
      title: endpointModel,
      contextTokens: CONTEXT_TOKENS,
      tone: 'prompt',
      isSmall: false,
      remote: { host, isAgreed: endpointUrl === endpointAgreed || endpointUrl === agreedNow },
      preview(request, people): SentText {
        const { texts, taken } = withoutSecrets(request, people);
        return {
          host,
          model: endpointModel,
          texts: [...texts],
          taken: [...taken].map(([placeholder, value]) => ({ placeholder, value })),
        };
      },
      async write(request, { people, signal, onEvent, onPhase }) {
        onPhase('loading');
        const endpoint = connect(await addressOf(endpointUrl));
        const { texts, taken } = withoutSecrets(request, people);
        const messages = request.messages.map((message, at) => ({ ...message, content: texts[at] ?? '' }));
        const restorer = createRestorer(taken);
        onPhase('writing');
        for await (const event of endpoint.chat(endpointModel, { ...request, messages }, { signal })) {
          if (event.type === 'end') onEvent({ type: 'text-delta', text: restorer.end() });
          onEvent(event.type === 'text-delta' ? { ...event, text: restorer.push(event.text) } : event);
        }
      },
    };
  };

  const handlers: Pick<Handlers<'host'>, Extract<MessageName, `endpoint/${string}`>> = {
    async 'endpoint/state'({ baseUrl }) {
      return { hasKey: (await secrets.read(ENDPOINT_KEY, baseUrl)) !== null };
    },
    async 'endpoint/save-key'({ baseUrl, key }) {
      if (key !== null) {
        await secrets.save(ENDPOINT_KEY, key, baseUrl);
        return {};
      }
      // Set up again, it is another decision.
      agreedNow = '';
      await secrets.remove(ENDPOINT_KEY);
      return {};
    },
    async 'endpoint/test'({ baseUrl }) {
      try {
        const endpoint = connect(await addressOf(baseUrl));
        const signal = AbortSignal.timeout(TEST_MS);
        const [models, stores] = await Promise.all([endpoint.models(signal), endpoint.stores(signal)]);
        return { models: [...models], stores: stores && [...stores], failure: null };
      } catch (error) {
        logger.warn('the endpoint could not be tested', error);
        const failure =
          error instanceof DesksideError
            ? { kind: error.kind, message: error.message }
            : { kind: 'timeout' as const, message: 'The endpoint did not answer in time' };
        return { models: [], stores: null, failure };
      }
    },
  };
  return {
    path,
    handlers,
    agree: () => {
      agreedNow = settings().endpointUrl;
    },
  };
}
