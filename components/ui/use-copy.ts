import { useEffect, useState } from 'react';

export type CopyStatus = 'idle' | 'copied' | 'failed';

/** Puts a text on the clipboard; false where the browser refused. */
export type CopyText = (text: string) => Promise<boolean>;

/** Copies, and says how it went for two seconds. */
export function useCopy(copyText: CopyText): { status: CopyStatus; copy: (text: string) => void } {
  const [outcome, setOutcome] = useState<{ status: CopyStatus; count: number }>({ status: 'idle', count: 0 });
  useEffect(() => {
    if (outcome.status === 'idle') return;
    const timer = setTimeout(() => setOutcome((last) => ({ ...last, status: 'idle' })), 2_000);
    return () => clearTimeout(timer);
  }, [outcome]);
  const copy = (text: string) => {
    void copyText(text).then((done) =>
      setOutcome((last) => ({ status: done ? 'copied' : 'failed', count: last.count + 1 })),
    );
  };
  return { status: outcome.status, copy };
}
