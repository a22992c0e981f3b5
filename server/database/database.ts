/** One SQL for PostgreSQL and for PGlite. Parameters are `$1`, `$2`, …; nothing is ever written into the text. */
export type Query = <Row = Record<string, unknown>>(
  text: string,
  parameters?: readonly unknown[],
) => Promise<Row[]>;

export interface Database {
  readonly kind: 'pglite' | 'postgres';
  readonly query: Query;
  /** All of `work` or nothing of it. */
  transaction<T>(work: (query: Query) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Whether what failed was the way to the database, and not what was asked. */
export function isDatabaseGone(error: unknown): boolean {
  const code: unknown = Reflect.get(Object(error), 'code');
  const message = error instanceof Error ? error.message : '';
  return (
    (typeof code === 'string' &&
      (/^(?:08|57P|53)/.test(code) || /^E(?:CONN|PIPE|HOST|TIMEDOUT)/.test(code))) ||
    /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/.test(
      message,
    )
  );
}
