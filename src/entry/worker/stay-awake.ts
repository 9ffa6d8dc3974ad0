const BEAT_MS = 10_000;

/**
 * workerd ends an event as hung when nothing of its own is under way, although it waits for an answer that another event
 * asked for: two readers of one cache that is just being filled. A timer that does nothing is something under way.
 */
export async function stayAwake<T>(work: () => Promise<T>): Promise<T> {
  const beat = setInterval(() => undefined, BEAT_MS);
  try {
    return await work();
  } finally {
    clearInterval(beat);
  }
}
