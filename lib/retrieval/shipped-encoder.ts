/** The encoder that ships with the extension; a test compares its size and hash with the files. */
export const shippedEncoder = {
  /** In the extension's package. */
  modelPath: 'encoder/minilm-l6-v2.onnx',
  vocabularyPath: 'encoder/minilm-l6-v2.vocabulary.txt',
  id: 'all-minilm-l6-v2-int8',
  dimensions: 384,
  languages: ['en'],
} as const;
