/**
 * Keeps the last few answers that were asked for, by key, so that asking again at once costs nothing. What broke is not kept. For
 * what is never changed.
 */
export function lastFew<Value>(most: number): (key: string, ask: () => Promise<Value>) => Promise<Value> {
  const kept = new Map<string, Promise<Value>>();
  return (key, ask) => {
    const answer = kept.get(key) ?? ask();
    // Asked last, kept longest.
    kept.delete(key);
    kept.set(key, answer);
    answer.catch(() => {
      if (kept.get(key) === answer) kept.delete(key);
    });
    for (const oldest of kept.keys()) {
      if (kept.size <= most) break;
      kept.delete(oldest);
    }
    return answer;
  };
}
