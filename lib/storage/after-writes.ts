export interface AfterWritesOptions {
  work(): Promise<void>;
  /** Less is not worth it. */
  enoughBytes: number;
  /** Not while more may be on its way. */
  idleMs: number;
  onTrouble(error: unknown): void;
}

/** Does something when much was written and then nothing for a while. */
export function createAfterWrites({ work, enoughBytes, idleMs, onTrouble }: AfterWritesOptions) {
  let written = 0;
  let idle: ReturnType<typeof setTimeout> | undefined;
  return {
    written(bytes: number): void {
      written += bytes;
      if (written < enoughBytes) return;
      clearTimeout(idle);
      idle = setTimeout(() => {
        written = 0;
        work().catch(onTrouble);
      }, idleMs);
    },
  };
}
