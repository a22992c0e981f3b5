// Every engine, one line each: by preference, best first.
export { createWllamaEngine } from './wllama';
