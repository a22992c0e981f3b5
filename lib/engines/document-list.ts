// Engines that work in a document, one line each.
export { createChromeAiEngine } from './chrome-ai';
