/** CPU time and wall time of some work, in ms. */
export async function measured<T>(work: () => Promise<T>): Promise<{ value: T; cpuMs: number; wallMs: number }> {
  globalThis.gc?.();
  const cpu = process.cpuUsage();
  const wall = performance.now();
  const value = await work();
  const used = process.cpuUsage(cpu);
  return { value, cpuMs: (used.user + used.system) / 1_000, wallMs: performance.now() - wall };
}

/** CPU and wall time since the call, in ms; without a collection beforehand, whose aftermath would be counted in. */
export function cpuClock(): () => { readonly cpuMs: number; readonly wallMs: number } {
  const cpu = process.cpuUsage();
  const wall = performance.now();
  return () => {
    const { user, system } = process.cpuUsage(cpu);
    return { cpuMs: (user + system) / 1_000, wallMs: performance.now() - wall };
  };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

export function round(value: number, digits = 3): number {
  return Math.round(value * 10 ** digits) / 10 ** digits;
}
