/** How a receiver wants to be sent to while all is well. */
export type Shape = {
  /** Messages in flight at once, of one sender. */
  readonly connections: number;
  readonly perMinute: number;
};

/**
 * KumoMTA, policy-extras/shaping.toml "default" (2026-08-04): max_message_rate 100/s, and connection_limit 10 for each host; a
 * receiver nearly always has two hosts or more.
 */
const DEFAULT: Shape = { connections: 20, perMinute: 6_000 };

/**
 * Limits that differ. Sources: KumoMTA policy-extras/shaping.toml and community/shaping.toml (2026-08-04), where receivers'
 * own postmaster pages are named.
 */
const shapes: Readonly<Record<string, Partial<Shape>>> = {
  google: { connections: 5 },
  outlook: { connections: 5 },
  microsoft365: { connections: 5 },
  apple: { connections: 10 },
  gmx: { connections: 4 },
  orange: { connections: 2 },
  comcast: { connections: 25 },
  "yahoo-japan": { connections: 2, perMinute: 600 },
  netvigator: { connections: 5 },
  qq: { connections: 4 },
  netease: { connections: 4 },
};

export function shapeOf(receiver: string): Shape {
  return { ...DEFAULT, ...shapes[receiver] };
}
