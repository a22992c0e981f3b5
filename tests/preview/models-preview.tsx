import { AddByAddress } from '../../components/models/add-by-address';
import { AddModel } from '../../components/models/add-model';
import { DownloadList } from '../../components/models/download-list';
import { EngineList } from '../../components/models/engine-list';
import { ModelList } from '../../components/models/model-list';
import styles from '../../components/models/models.module.css';
import { OfferList } from '../../components/models/offer-list';
import { StorageLine } from '../../components/models/storage-line';
import type { ModelImportState } from '../../components/models/use-model-import';
import { WritingSettings } from '../../components/models/writing-settings';
import { OptionsSection } from '../../components/options/options-section';
import { modelRecordSchema } from '../../lib/core/model';
import { catalogue } from '../../lib/models/catalogue';
import type { ModelsOverview, ModelTrial } from '../../lib/queries/models';
import { fixtureNow } from '../fixtures/panel/build-state';

const ignore = () => undefined;
const model = (id: string, title: string, bytes: number): ModelsOverview['models'][number] => ({
  record: modelRecordSchema.parse({
    id,
    engine: 'wllama',
    title,
    files: [{ name: 'model.gguf', url: null, bytes, sha256: null }],
    contextTokens: 4096,
    licence: 'apache-2.0',
  }),
  state: 'ready',
  isVerified: false,
  bytes,
  addedAt: fixtureNow,
  measured: null,
});
const house = modelRecordSchema.parse({
  id: 'acme-desk',
  engine: 'wllama',
  title: 'Acme service desk, tuned 2026-11',
  files: [
    {
      name: 'model.gguf',
      url: 'https://models.acme.example/desk.gguf',
      bytes: 1_117_000_000,
      sha256: 'ab'.repeat(32),
    },
  ],
  contextTokens: 4096,
  licence: null,
  memoryBytes: 1_700_000_000,
  tone: 'weights',
});
const download: ModelsOverview['downloads'][number] = {
  modelId: 'coming',
  title: 'Qwen2.5 1.5B Instruct',
  state: 'running',
  bytes: 412_000_000,
  total: 1_117_320_736,
  bytesPerSecond: 7_300_000,
  problem: null,
};
const said: ModelTrial = {
  modelId: 'small',
  state: 'done',
  text: 'People remember names, and machines find each other by numbers. A name server turns the one into the other, so that an address can change without anybody noticing.',
  usage: { promptTokens: 24, tokens: 36, firstTokenMs: 840, totalMs: 3_260 },
  isCutOff: false,
  comparison: null,
  failure: null,
};
const resting: ModelsOverview['running'] = { modelId: null, phase: 'idle', loadMs: null };
const ready: ModelsOverview['running'] = { modelId: 'small', phase: 'ready', loadMs: 1_900 };
const base: ModelsOverview = {
  engines: [
    { id: 'web-llm', state: 'unavailable', words: 'The browser offers no graphics processor (WebGPU)' },
    { id: 'wllama', state: 'available', words: 'processor' },
    { id: 'chrome-ai', state: 'downloadable', words: 'The browser has yet to download it' },
  ],
  models: [
    model('small', 'SmolLM2 135M Instruct', 98_362_432),
    model('house', 'Acme service desk, tuned 2026-10', 1_120_000_000),
  ],
  downloads: [],
  offers: [
    { record: house, note: '', isOrganisations: true, problem: null },
    ...catalogue.map((entry) => ({ ...entry, isOrganisations: false, problem: null })),
  ],
  storage: { models: 1_218_362_432, free: 62_000_000_000 },
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
  compared: {
    ...base,
    offers: base.offers.map((offer, at) =>
      at === 3
        ? { ...offer, problem: 'It needs about 2.2 GB of memory, and this computer has about 1 GB' }
        : offer,
    ),
    models: [
      {
        ...model('alike', 'snowflake-arctic-embed-s-q0f32-MLC', 136_000_000),
        record: {
          ...model('alike', 'snowflake-arctic-embed-s-q0f32-MLC', 136_000_000).record,
          task: 'embedding',
        },
      },
    ],
    running: { ...ready, modelId: 'alike' },
    trial: {
      ...said,
      modelId: 'alike',
      text: '',
      usage: null,
      comparison: {
        dimensions: 384,
        totalMs: 212,
        rows: [
          { text: 'Pages come out of the printer with nothing on them', likeness: 0.871 },
          { text: 'How do I reset my password?', likeness: 0.318 },
        ],
      },
    },
  },
  done: { ...base, running: ready, trial: said },
  downloading: {
    ...base,
    downloads: [
      download,
      {
        ...download,
        modelId: 'b',
        title: 'SmolLM2 360M Instruct',
        state: 'paused',
        bytes: 9e7,
        total: 386_404_992,
      },
      {
        ...download,
        modelId: 'c',
        title: 'Acme service desk, tuned 2026-11',
        state: 'failed',
        problem: 'A file of the model is not what its publisher says it is. It was thrown away',
        bytes: 0,
      },
    ],
  },
  measured: {
    ...base,
    models: base.models.map((each) => ({
      ...each,
      isVerified: true,
      measured: { loadMs: 2_400, firstTokenMs: 3_500, tokensPerSecond: 12.3 },
    })),
  },
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
    engines: [{ id: 'wllama', state: 'unavailable', words: 'This browser is too old for it' }],
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
      <h2 className={styles.heading}>On this device</h2>
      <DownloadList downloads={overview.downloads} onPause={ignore} onResume={ignore} onRemove={ignore} />
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
      <StorageLine {...overview.storage} />
      <h2 className={styles.heading}>Add a model</h2>
      <OfferList offers={overview.offers} onDownload={ignore} />
      <AddModel state={state} onAdd={ignore} onCancel={ignore} />
      <AddByAddress isBusy={false} onAdd={ignore} />
      <h2 className={styles.heading}>Writing</h2>
      <WritingSettings
        settings={{ answerRoute: 'prefer-local', modelIdleMinutes: 15 }}
        locks={{}}
        onSave={ignore}
      />
      <h2 className={styles.heading}>What this machine can run</h2>
      <EngineList engines={overview.engines} builtIn={{ share: null, problem: null }} onDownload={ignore} />
    </OptionsSection>
  );
}
