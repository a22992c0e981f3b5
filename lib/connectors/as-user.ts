import { DesksideError } from '../core/errors';
import type { Identity, SourceConfig } from '../core/source';
import type { ConnectorIo } from './connector';

/** Says who answers: the user whom the caller verified, or a refusal. */
type Identify = (source: SourceConfig, io: ConnectorIo) => Promise<Identity>;

/**
 * Does `work` for the verified user. What is refused may only be so because the session has ended or is somebody
 * else's: then nothing may be forgotten for it.
 */
export async function asUser<T>(
  identify: Identify,
  source: SourceConfig,
  io: ConnectorIo,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const isRefusal =
      error instanceof DesksideError && (error.kind === 'forbidden' || error.kind === 'not-found');
    if (isRefusal) await confirmUser(identify, source, io, error);
    throw error;
  }
}

/** Throws `signed-out` where somebody else is signed in by now than the verified user, or nobody. */
export async function confirmUser(
  identify: Identify,
  source: SourceConfig,
  io: ConnectorIo,
  cause?: unknown,
): Promise<void> {
  if (io.user === null) return;
  const { userId } = await identify(source, io);
  if (userId !== io.user.userId) {
    throw new DesksideError('signed-out', 'Another user is signed in than before', { cause });
  }
}
