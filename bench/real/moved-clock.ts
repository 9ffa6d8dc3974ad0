import { getEnvironmentData, setEnvironmentData } from "node:worker_threads";

/**
 * Lets a whole process, its worker threads included, live at another time. Loaded with --import before everything else, since
 * threads inherit that flag; the distance to the real clock is memory that they all share. Time goes on at its own pace.
 */
const KEY = "moved-clock";

const known: unknown = getEnvironmentData(KEY);
const memory = known instanceof SharedArrayBuffer ? known : new SharedArrayBuffer(8);
const distance = new BigInt64Array(memory);
const patched = globalThis as { [KEY]?: () => number };

/** A module may be loaded under two addresses; the clock is moved once. */
const realNow = (patched[KEY] ??= patchDate(Date));

function patchDate(Real: DateConstructor): () => number {
  setEnvironmentData(KEY, memory);
  const real = Real.now.bind(Real);
  const now = () => real() + Number(Atomics.load(distance, 0));
  Real.now = now;
  globalThis.Date = new Proxy(Real, {
    construct: (target, given: unknown[], asked) =>
      Reflect.construct(target, given.length === 0 ? [now()] : given, asked) as object,
  });
  return real;
}

/** From here on it is `at`, epoch ms, in every thread. */
export function moveClock(at: number): void {
  Atomics.store(distance, 0, BigInt(Math.round(at - realNow())));
}
