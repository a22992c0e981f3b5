// Engines that work in a worker, one line each.
export { createWebLlmEngine } from './web-llm';
export { createWllamaEngine } from './wllama';
