import { modelRecordSchema, type ModelOffer } from '../core/model';

interface GgufOnHub {
  id: string;
  title: string;
  note: string;
  /** Repository, revision and file on huggingface.co. */
  at: readonly [repository: string, revision: string, file: string];
  bytes: number;
  sha256: string;
  memoryBytes: number;
}

/** Models that were chosen for machines without a large GPU, each pinned to a revision and a hash. Smallest first. */
const pinned: readonly GgufOnHub[] = [
  {
    id: 'smollm2-360m-instruct-q8',
    title: 'SmolLM2 360M Instruct',
    note: 'The smallest and fastest. English.',
    at: [
      'HuggingFaceTB/SmolLM2-360M-Instruct-GGUF',
      '593b5a2e04c8f3e4ee880263f93e0bd2901ad47f',
      'smollm2-360m-instruct-q8_0.gguf',
    ],
    bytes: 386_404_992,
    sha256: '48ab3034d0dd401fbc721eb1df3217902fee7dab9078992d66431f09b7750201',
    memoryBytes: 700_000_000,
  },
  {
    id: 'qwen2.5-0.5b-instruct-q4',
    title: 'Qwen2.5 0.5B Instruct',
    note: 'Small. Many languages.',
    at: [
      'Qwen/Qwen2.5-0.5B-Instruct-GGUF',
      '9217f5db79a29953eb74d5343926648285ec7e67',
      'qwen2.5-0.5b-instruct-q4_k_m.gguf',
    ],
    bytes: 491_400_032,
    sha256: '74a4da8c9fdbcd15bd1f6d01d621410d31c6fc00986f5eb687824e7b93d7a9db',
    memoryBytes: 800_000_000,
  },
  {
    id: 'smollm2-1.7b-instruct-q4',
    title: 'SmolLM2 1.7B Instruct',
    note: 'Larger, so slower without a graphics processor. English.',
    at: [
      'HuggingFaceTB/SmolLM2-1.7B-Instruct-GGUF',
      '2d4a76a30b4af41ecd395c35725ac11688d4cfe4',
      'smollm2-1.7b-instruct-q4_k_m.gguf',
    ],
    bytes: 1_055_609_536,
    sha256: 'decd2598bc2c8ed08c19adc3c8fdd461ee19ed5708679d1c54ef54a5a30d4f33',
    memoryBytes: 2_200_000_000,
  },
  {
    id: 'qwen2.5-1.5b-instruct-q4',
    title: 'Qwen2.5 1.5B Instruct',
    note: 'Larger, so slower without a graphics processor. Many languages.',
    at: [
      'Qwen/Qwen2.5-1.5B-Instruct-GGUF',
      '91cad51170dc346986eccefdc2dd33a9da36ead9',
      'qwen2.5-1.5b-instruct-q4_k_m.gguf',
    ],
    bytes: 1_117_320_736,
    sha256: '6a1a2eb6d15622bf3c96857206351ba97e1af16c30d7a74ee38970e434e9407e',
    memoryBytes: 1_700_000_000,
  },
];

/** A short choice of models that can be downloaded with one click. */
export const catalogue: readonly ModelOffer[] = pinned.map(
  ({ note, at: [repository, revision, file], bytes, sha256, ...rest }) => ({
    note,
    record: modelRecordSchema.parse({
      ...rest,
      engine: 'wllama',
      files: [
        {
          name: 'model.gguf',
          url: `https://huggingface.co/${repository}/resolve/${revision}/${file}`,
          bytes,
          sha256,
        },
      ],
      contextTokens: 4096,
      licence: 'apache-2.0',
    }),
  }),
);
