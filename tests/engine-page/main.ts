import type { DirectAnswer, DirectRequest } from './direct';

declare global {
  interface Window {
    /** Runs llama.cpp's engine in a worker with nothing between. One at a time. */
    runDirectly(asked: DirectRequest): Promise<DirectAnswer>;
  }
}

const worker = new Worker(new URL('./direct.ts', import.meta.url), { type: 'module' });

window.runDirectly = (asked) =>
  new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data as DirectAnswer);
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.postMessage(asked);
  });
