import { isNotFound, type ModelFolder, type ModelFolders } from './model-folder';

const ROOT = 'models';

/**
 * Models in the extension's own file system, which no other program sees: files of gigabytes that an engine reads
 * piece by piece. https://fs.spec.whatwg.org
 */
export function createOpfsFolders(storage: Pick<StorageManager, 'getDirectory'>): ModelFolders {
  const root = async () => (await storage.getDirectory()).getDirectoryHandle(ROOT, { create: true });
  return {
    async list() {
      const found: ModelFolder[] = [];
      for await (const handle of (await root()).values())
        if (handle instanceof FileSystemDirectoryHandle) found.push(toFolder(handle));
      return found;
    },
    async folder(name) {
      return toFolder(await (await root()).getDirectoryHandle(name, { create: true }));
    },
    async remove(name) {
      try {
        await (await root()).removeEntry(name, { recursive: true });
      } catch (error) {
        if (!isNotFound(error)) throw error;
      }
    },
  };
}

/** Bytes that the browser still lets the extension keep; null where it does not say. */
export async function freeBytes(storage: Pick<StorageManager, 'estimate'>): Promise<number | null> {
  const { quota, usage } = await storage.estimate().catch((): StorageEstimate => ({}));
  return quota === undefined || usage === undefined ? null : Math.max(0, quota - usage);
}

function toFolder(handle: FileSystemDirectoryHandle): ModelFolder {
  return {
    name: handle.name,
    open: async (name) => (await handle.getFileHandle(name)).getFile(),
    async read(name) {
      try {
        return await (await (await handle.getFileHandle(name)).getFile()).text();
      } catch (error) {
        if (isNotFound(error)) return null;
        throw error;
      }
    },
    async write(name, text) {
      const writable = await (await handle.getFileHandle(name, { create: true })).createWritable();
      await writable.write(text);
      await writable.close();
    },
    async append(name) {
      const access = await (await handle.getFileHandle(name, { create: true })).createSyncAccessHandle();
      let size = access.getSize();
      return {
        get size() {
          return size;
        },
        readAt: (offset, into) => access.read(into, { at: offset }),
        clear() {
          access.truncate(0);
          size = 0;
        },
        write(bytes) {
          // Fewer than asked for means that the disk is full.
          const written = access.write(bytes, { at: size });
          size += written;
          if (written < bytes.length) throw new DOMException('No more room', 'QuotaExceededError');
        },
        close() {
          access.flush();
          access.close();
        },
      };
    },
  };
}
