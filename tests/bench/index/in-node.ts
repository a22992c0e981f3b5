import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import type { Results } from './case';
import { fill, openSystem, searchAll, type Task } from './measure';

/** Adding and searching in this process. Its IndexedDB is memory: there is no disk to measure and no cold start. */
export async function measureInNode(task: Task, mostMs: number): Promise<Results> {
  const index = await openSystem(task.system, { indexedDB: new IDBFactory(), IDBKeyRange });
  try {
    const filled = await fill(index, task, mostMs);
    return { ...filled, warm: await searchAll(index, task), disk: null, cold: [], memory: null };
  } finally {
    index.close();
  }
}
