import { exp } from "#predict/numerics/exponential.ts";
import { log, log1p } from "#predict/numerics/logarithm.ts";

/** Nodes and weights of the Gauss–Legendre rule of eight points on [0, 1]. */
const NODES = new Float64Array([
  0.019855071751231884, 0.10166676129318664, 0.2372337950418355, 0.4082826787521751, 0.591717321247825,
  0.7627662049581645, 0.8983332387068134, 0.9801449282487681,
]);
const WEIGHTS = new Float64Array([
  0.05061426814518813, 0.11119051722668724, 0.15685332293894363, 0.181341891689181, 0.181341891689181,
  0.15685332293894363, 0.11119051722668724, 0.05061426814518813,
]);

/** A panel may span so much of ln u and fall by so many powers of e: eight points are then good to 1e-11. */
const PANEL_WIDTH = 2.2;
const PANEL_FALL = 4;
/** What lies behind so many powers of e is below the last digit. */
const DEEPEST = 42;
/** ln of the furthest that doubles reach, nearly: with a small α or β the quotient of both ends is beyond it. */
const WIDEST = 700;

export type Decay = {
  readonly alpha: number;
  readonly beta: number;
  /** Power of (β + u). */
  readonly q: number;
};

export type DecayIntegral = {
  /** ∫ f from `from` to `to`, as a multiple of f(from), for f(u) = (α + u)^−p (β + u)^−q. */
  readonly integrate: (p: number, from: number, to: number) => number;
  /** Of the last integral, as multiples of f(from): ∫ f ln((α+u)/(α+from)), ∫ f ln((β+u)/(β+from)), ∫ f/(α+u), ∫ f/(β+u). */
  readonly moments: Float64Array;
};

/**
 * The integral behind every expression of the Pareto/NBD. The textbook's difference of two ₂F₁ (Fader and Hardie 2005b, eq. 5)
 * cancels where T is close to t_x and overflows for busy customers; this one is a sum of positive terms. In w = ln(m + u) for
 * the smaller m of α and β the integrand is smooth: its nearest singularity lies π away from the real line.
 */
export function decayIntegral({ alpha, beta, q }: Decay): DecayIntegral {
  const moments = new Float64Array(4);
  const isAlphaNear = alpha < beta;
  const least = isAlphaNear ? alpha : beta;
  const most = isAlphaNear ? beta : alpha;
  const integrate = (p: number, from: number, to: number): number => {
    moments.fill(0);
    if (!(to > from)) return 0;
    const near = least + from;
    const far = most + from;
    // One power of the nearer is spent on du = (m + u) dw.
    const nearPower = (isAlphaNear ? p : q) - 1;
    const farPower = isAlphaNear ? q : p;
    const width = reach({ near, far, nearPower, farPower }, Math.min(log1p((to - from) / near), WIDEST));
    const grown = near * exp(width);
    const steepest = Math.abs(nearPower + (farPower * grown) / (far - near + grown));
    const panels = Math.ceil(Math.max(width / PANEL_WIDTH, (width * steepest) / PANEL_FALL));
    const step = width / panels;
    let [sum, nearLogs, farLogs, nearShares, farShares] = [0, 0, 0, 0, 0];
    for (let panel = 0; panel < panels; panel += 1) {
      for (let node = 0; node < 8; node += 1) {
        const w = step * (panel + (NODES[node] ?? 0));
        const growth = exp(w);
        const ratio = 1 + (near * (growth - 1)) / far;
        const farLog = log(ratio);
        const part = (WEIGHTS[node] ?? 0) * exp(-nearPower * w - farPower * farLog);
        sum += part;
        nearLogs += part * w;
        farLogs += part * farLog;
        nearShares += part / growth;
        farShares += part / ratio;
      }
    }
    const scale = step * near;
    moments[isAlphaNear ? 0 : 1] = scale * nearLogs;
    moments[isAlphaNear ? 1 : 0] = scale * farLogs;
    moments[isAlphaNear ? 2 : 3] = step * nearShares;
    moments[isAlphaNear ? 3 : 2] = (scale * farShares) / far;
    return scale * sum;
  };
  return { integrate, moments };
}

type Fall = { readonly near: number; readonly far: number; readonly nearPower: number; readonly farPower: number };

/** `width`, or less where the integrand has fallen to nothing before. */
function reach(fall: Fall, width: number): number {
  if (!(fallenAt(fall, width) > DEEPEST)) return width;
  let low = 0;
  let high = width;
  for (let halving = 0; halving < 60 && fallenAt(fall, high) > DEEPEST + 3; halving += 1) {
    const middle = (low + high) / 2;
    if (fallenAt(fall, middle) > DEEPEST) high = middle;
    else low = middle;
  }
  return high;
}

/** By how many powers of e: asked for each customer at each step of a fit, so that no closure is made for it. */
function fallenAt({ near, far, nearPower, farPower }: Fall, w: number): number {
  return nearPower * w + farPower * log1p((near * (exp(w) - 1)) / far);
}
