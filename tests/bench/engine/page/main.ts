import type { EngineUsage } from '../../../../lib/core/model';
import type { EngineRequest } from '../../../../lib/engines/engine';

declare global {
  interface Window {
    /** Runs the engine in a worker with nothing between: what it counted itself. */
    runDirectly(request: EngineRequest): Promise<EngineUsage>;
  }
}

const worker = new Worker(new URL('./direct.ts', import.meta.url), { type: 'module' });

window.runDirectly = (request) =>
  new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data as EngineUsage);
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.postMessage(request);
  });
