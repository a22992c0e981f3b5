import { createContext, useContext } from 'react';

export interface Clock {
  /** Epoch milliseconds, moved on about once a minute by whoever provides it. */
  readonly now: number;
  /** BCP 47, the user's. */
  readonly locale: string;
}

export const ClockContext = createContext<Clock | null>(null);

/** The time and locale that dates are written for. Throws where no page provided them. */
export function useClock(): Clock {
  const clock = useContext(ClockContext);
  if (clock === null) throw new Error('ClockContext has no provider above this component');
  return clock;
}
