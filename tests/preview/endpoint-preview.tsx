import { EndpointForm } from '../../components/endpoint/endpoint-form';
import { EndpointSettings } from '../../components/endpoint/endpoint-settings';
import { OptionsSection } from '../../components/options/options-section';

const ignore = () => undefined;
const models: Record<string, readonly string[]> = {
  found: ['acme-desk-large', 'acme-desk-small', 'qwen2.5-7b-instruct'],
  unnamed: [],
};

/** The endpoint section over fixed data. */
export function EndpointPreview({ variant }: { variant: string }) {
  return (
    <OptionsSection
      title="Endpoint"
      lead="A server that speaks OpenAI’s protocol can write answers where this device cannot."
    >
      <EndpointForm
        baseUrl={variant === '' ? '' : 'https://models.acme.example/v1'}
        isLocked={variant === 'locked'}
        hasKey={variant !== ''}
        isBusy={variant === 'asking'}
        models={models[variant] ?? null}
        problem={variant === 'refused' ? 'The endpoint does not accept the key' : null}
        onConnect={ignore}
        onUse={ignore}
      />
      <EndpointSettings
        settings={{ answerRoute: 'prefer-local', redactionWords: ['Project Albatross', 'acq-*'] }}
        locks={
          variant === 'locked' ? { answerRoute: { by: 'policy' }, redactionWords: { by: 'policy' } } : {}
        }
        onSave={ignore}
      />
    </OptionsSection>
  );
}
