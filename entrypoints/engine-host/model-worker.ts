import { z } from 'zod';
import { createWorkerEngines } from '../../lib/engines/index';
import { serveEngines } from '../../lib/engines/engine-calls';

// As in the host: nothing may be compiled from strings here.
z.config({ jitless: true });

/** Language models on a thread of their own: what they take must not hold up a search. */
serveEngines(self, createWorkerEngines());
