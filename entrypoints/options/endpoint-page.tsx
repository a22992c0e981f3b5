import { EndpointForm } from '../../components/endpoint/endpoint-form';
import { EndpointStores } from '../../components/endpoint/endpoint-stores';
import { EndpointSettings } from '../../components/endpoint/endpoint-settings';
import styles from '../../components/endpoint/endpoint.module.css';
import { OptionsSection } from '../../components/options/options-section';
import { Chip } from '../../components/ui/chip';
import { ConfirmButton } from '../../components/ui/confirm-button';
import type { SettingLocks, Settings } from '../../lib/core/settings';
import { useEndpoint } from '../../lib/queries/endpoint';
import { wordsFor } from './words-for';

export interface EndpointPageProps {
  settings: Settings;
  locks: SettingLocks;
  onSave: (patch: Partial<Settings>) => void;
}

/** The endpoint section: a server that may write answers, and what is sent to it. */
export function EndpointPage({ settings, locks, onSave }: EndpointPageProps) {
  const { endpointUrl, endpointModel, endpointStores } = settings;
  const endpoint = useEndpoint(endpointUrl);
  const isSet = endpointUrl !== '' && endpointModel !== '';
  const isLocked = Boolean(locks.endpointUrl);
  return (
    <OptionsSection
      title="Endpoint"
      lead="A server that speaks OpenAI’s protocol can find documents, and write answers where this device cannot: your company’s own, Deskside’s, OpenAI, Azure OpenAI, Llama Stack, LiteLLM, vLLM, Ollama, llama.cpp. Before the first time you see, word for word, what is sent."
    >
      {isSet && (
        <div className={styles.used} data-endpoint>
          <p>
            <strong>{endpointModel}</strong> at {new URL(endpointUrl).host}{' '}
            {endpoint.hasKey && <Chip>With a key</Chip>}
          </p>
          {!isLocked && (
            <ConfirmButton
              label="Forget"
              confirmLabel="Forget the endpoint and its key"
              onConfirm={() => {
                endpoint.forgetKey();
                endpoint.reset();
                onSave({ endpointUrl: '', endpointModel: '', endpointAgreed: '', endpointStores: [] });
              }}
            />
          )}
        </div>
      )}
      <EndpointForm
        key={endpointUrl}
        baseUrl={endpointUrl}
        isLocked={isLocked}
        hasKey={endpoint.hasKey}
        isBusy={endpoint.isBusy}
        models={endpoint.found?.models ?? null}
        problem={endpoint.found?.failure?.message ?? (endpoint.error ? wordsFor(endpoint.error) : null)}
        onConnect={endpoint.connect}
        onUse={(baseUrl, model) => {
          onSave({
            ...(!isLocked && { endpointUrl: baseUrl }),
            ...(!locks.endpointModel && { endpointModel: model }),
            // Those of another server mean nothing here.
            ...(baseUrl !== endpointUrl && !locks.endpointStores && { endpointStores: [] }),
          });
          endpoint.reset();
        }}
      />
      {isSet && (
        <EndpointStores
          host={new URL(endpointUrl).host}
          offered={endpoint.stores}
          chosen={endpointStores}
          isLocked={Boolean(locks.endpointStores)}
          onChoose={(stores) => onSave({ endpointStores: stores })}
        />
      )}
      <h2 className={styles.heading}>Writing</h2>
      <EndpointSettings settings={settings} locks={locks} onSave={onSave} />
    </OptionsSection>
  );
}
