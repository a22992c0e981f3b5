import { AddModel } from '../../components/models/add-model';
import { ModelList } from '../../components/models/model-list';
import styles from '../../components/models/models.module.css';
import type { ModelImportState } from '../../components/models/use-model-import';
import { OptionsSection } from '../../components/options/options-section';
import type { ModelsOverview, ModelTrial } from '../../lib/queries/models';
import { fixtureNow } from '../fixtures/panel/build-state';

const ignore = () => undefined;
const model = (id: string, title: string, bytes: number): ModelsOverview['models'][number] => ({
  record: {
    id,
    engine: 'wllama',
    title,
    files: [{ name: 'model.gguf', url: null, bytes, sha256: null }],
    contextTokens: 4096,
    licence: 'apache-2.0',
  },
  state: 'ready',
  isVerified: false,
  bytes,
  addedAt: fixtureNow,
});
const said: ModelTrial = {
  modelId: 'small',
  state: 'done',
  text: 'People remember names, and machines find each other by numbers. A name server turns the one into the other, so that an address can change without anybody noticing.',
  usage: { promptTokens: 24, tokens: 36, firstTokenMs: 840, totalMs: 3_260 },
  isCutOff: false,
  failure: null,
};
const resting: ModelsOverview['running'] = { modelId: null, phase: 'idle', loadMs: null };
const ready: ModelsOverview['running'] = { modelId: 'small', phase: 'ready', loadMs: 1_900 };
const base: ModelsOverview = {
  engines: [{ id: 'wllama', isAvailable: true, words: 'processor' }],
  models: [
    model('small', 'SmolLM2 135M Instruct', 98_362_432),
    model('house', 'Acme service desk, tuned 2026-10', 1_120_000_000),
  ],
  running: resting,
  trial: null,
};

const variants: Record<string, ModelsOverview> = {
  empty: { ...base, models: [] },
  loading: {
    ...base,
    running: { modelId: 'small', phase: 'loading', loadMs: null },
    trial: { ...said, state: 'waiting', text: '', usage: null },
  },
  writing: {
    ...base,
    running: { ...ready, phase: 'writing' },
    trial: { ...said, state: 'writing', text: said.text.slice(0, 70), usage: null },
  },
  done: { ...base, running: ready, trial: said },
  failed: {
    ...base,
    trial: {
      ...said,
      state: 'failed',
      text: '',
      usage: null,
      failure: { kind: 'no-room', message: 'The model needs more memory than there is' },
    },
  },
  broken: {
    ...base,
    engines: [{ id: 'wllama', isAvailable: false, words: 'This browser is too old for it' }],
    models: base.models.map((each, at) =>
      at === 0 ? { ...each, state: 'incomplete', bytes: 4_000_000 } : each,
    ),
  },
};

const adding: Record<string, ModelImportState> = {
  copying: {
    file: { name: 'acme-service-desk-2026-10.Q4_K_M.gguf', bytes: 1_120_000_000 },
    share: 0.37,
    problem: null,
    added: null,
  },
  refused: { file: null, share: 0, problem: 'The file is a web page, not a model', added: null },
};

/** The models section over fixed data. */
export function ModelsPreview({ variant }: { variant: string }) {
  const overview = variants[variant] ?? base;
  const state = adding[variant] ?? { file: null, share: 0, problem: null, added: null };
  return (
    <OptionsSection title="Models" lead="A language model on this device writes answers in words of its own.">
      <AddModel state={state} onAdd={ignore} onCancel={ignore} />
      <h2 className={styles.heading}>On this device</h2>
      <ModelList
        overview={overview}
        chosen="small"
        isLocked={false}
        onChoose={ignore}
        onAsk={ignore}
        onStop={ignore}
        onUnload={ignore}
        onRemove={ignore}
      />
    </OptionsSection>
  );
}
