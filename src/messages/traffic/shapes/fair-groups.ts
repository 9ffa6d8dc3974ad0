/** What wants to leave, and by which stream; undefined: it shares its receiver with nobody. */
type Item = { readonly stream: string | undefined; readonly connections: number };

type Queue<T> = { readonly items: readonly T[]; readonly atOnce: number; from: number };

/**
 * Cuts what leaves by one provider into groups that are in flight together: each stream has its turn after every other, and
 * never more of one than its receiver takes at once. So a receiver with one connection costs its own messages time, and no
 * others'.
 */
export function* fairGroups<T>(items: readonly T[], size: number, of: (item: T) => Item): Generator<readonly T[]> {
  let queues: ReadonlyArray<Queue<T>> = [...Map.groupBy(items, (item) => of(item).stream).values()].map((some) => ({
    items: some,
    atOnce: Math.min(...some.map((item) => of(item).connections)),
    from: 0,
  }));
  while (queues.length > 0) {
    yield takeGroup(queues, size);
    const open = queues.filter(({ items: some, from }) => from < some.length);
    // Who was first is last in the next group.
    queues = [...open.slice(1), ...open.slice(0, 1)];
  }
}

/** One of each queue, then another of each, as far as there is room. */
function takeGroup<T>(queues: ReadonlyArray<Queue<T>>, size: number): readonly T[] {
  const group: T[] = [];
  const mostOfOne = Math.min(size, Math.max(...queues.map(({ atOnce }) => atOnce)));
  for (let round = 0; round < mostOfOne && group.length < size; round += 1) {
    for (const queue of queues.filter(({ atOnce }) => round < atOnce).slice(0, size - group.length)) {
      const next = queue.items.slice(queue.from, queue.from + 1);
      queue.from += next.length;
      group.push(...next);
    }
  }
  return group;
}
