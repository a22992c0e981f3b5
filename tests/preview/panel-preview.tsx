import { Panel } from '../../components/panel/panel';
import { settingsSchema } from '../../lib/core/settings';
import { panelStates, type PanelStateName } from '../fixtures/panel/states';
import { previewSources } from './preview-sources';

const log =
  (name: string) =>
  (...values: unknown[]) =>
    console.info(name, ...values);

/** The panel over one fixture; `starting`, `lost` and `no-source` are states without one. */
export function PanelPreview({ name }: { name: string }) {
  const known = Object.hasOwn(panelStates, name);
  const { theme } = settingsSchema.parse({});
  return (
    <Panel
      state={known ? panelStates[name as PanelStateName] : null}
      connection={name === 'lost' ? 'lost' : name === 'starting' ? 'connecting' : 'connected'}
      sources={name === 'no-source' ? [] : previewSources}
      productName={(id) => id}
      theme={theme}
      themeLocked={false}
      actions={{
        openSource: log('openSource'),
        openInLibrary: log('openInLibrary'),
        writeAnswer: log('writeAnswer'),
        previewWriting: () =>
          Promise.resolve({
            host: 'models.acme.example',
            model: 'acme-desk-large',
            texts: [
              'You help a service desk agent. Answer from the numbered sources only.',
              'Sources:\n\n[1] VPN error 809\nIf the router drops UDP 500, ask PERSON_1 (EMAIL_1) for a new one.\n\nTicket:\nError 809 since this morning, call me on PHONE_1.',
            ],
            taken: [
              { placeholder: 'PERSON_1', value: 'Nils Brandt' },
              { placeholder: 'EMAIL_1', value: 'nils.brandt@acme.example' },
              { placeholder: 'PHONE_1', value: '+49 89 1234 5678' },
            ],
          }),
        stopWriting: log('stopWriting'),
        refresh: log('refresh'),
        lookAgain: log('lookAgain'),
        reconnect: log('reconnect'),
        allowAccess: log('allowAccess'),
        acceptOffer: log('acceptOffer'),
        declineOffer: log('declineOffer'),
        openOptions: log('openOptions'),
        setTheme: log('setTheme'),
        copyText: () => Promise.resolve(true),
      }}
    />
  );
}
