// Every group of routes, one line each; all of them stand under /v1.
export { chat } from './chat';
export { embeddings } from './embeddings';
export { fileBatches } from './file-batches';
export { files } from './files';
export { models } from './models';
export { responses } from './responses';
export { storeFiles } from './store-files';
export { vectorStores } from './vector-stores';
