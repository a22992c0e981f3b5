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
