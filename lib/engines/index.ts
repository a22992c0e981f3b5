import * as inDocuments from './document-list';
import type { Engine } from './engine';
import * as inWorkers from './list';

/** Makes one of each engine that works in a worker. Runtimes are loaded with the first model. */
export function createWorkerEngines(): Engine[] {
  return Object.values(inWorkers).map((create) => create());
}

/** Makes one of each engine that needs a document. */
export function createDocumentEngines(): Engine[] {
  return Object.values(inDocuments).map((create) => create());
}

export { listPackedModels } from './packed-libraries';
