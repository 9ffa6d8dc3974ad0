import { powerOfTwo } from "./powers-of-two.ts";

/**
 * Own exponential functions: IEEE 754 lets each runtime round the last bit of Math.exp as it likes, and Node and workerd do
 * differ. These use +, −, ×, ÷ and tables alone, which are exact everywhere; errors stay below 1 ulp (exp) and 4 ulp (expm1).
 */

/** 2^(j/64), correctly rounded. */
const ROOTS = new Float64Array([
  1.0,
  1.0108892860517005,
  1.0218971486541166,
  1.0330248790212284,
  1.0442737824274138,
  1.0556451783605572,
  1.0671404006768237,
  1.0787607977571199,
  1.0905077326652577,
  1.102382583307841,
  1.1143867425958924,
  1.1265216186082418,
  1.1387886347566916,
  1.1511892299529827,
  1.1637248587775775,
  1.1763969916502812,
  1.189207115002721,
  1.202156731452703,
  1.215247359980469,
  1.22848053610687,
  1.241857812073484,
  1.255380757024691,
  1.2690509571917332,
  1.2828700160787783,
  1.2968395546510096,
  1.3109612115247644,
  1.3252366431597413,
  1.339667524053303,
  1.3542555469368927,
  1.3690024229745905,
  1.383909881963832,
  1.3989796725383112,
  Math.SQRT2,
  1.42961333839197,
  1.4451808069770467,
  1.460917794180647,
  1.4768261459394993,
  1.4929077282912648,
  1.5091644275934228,
  1.5255981507445384,
  1.5422108254079407,
  1.559004400237837,
  1.5759808451078865,
  1.593142151342267,
  1.6104903319492543,
  1.6280274218573478,
  1.645755478153965,
  1.6636765803267364,
  1.681792830507429,
  1.7001063537185235,
  1.718619298122478,
  1.7373338352737062,
  1.7562521603732995,
  1.7753764925265212,
  1.7947090750031072,
  1.8142521755003989,
  1.8340080864093424,
  1.8539791250833855,
  1.8741676341103,
  1.8945759815869656,
  1.9152065613971474,
  1.9360617934922943,
  1.9571441241754002,
  1.978456026387951,
]);

const STEPS_PER_UNIT = 92.33248261689366;
/** ln 2 / 64 in two parts, the first with so few bits that its multiples are exact. */
const STEP_HIGH = 0.010830424667801708;
const STEP_LOW = 2.8447437476627285e-11;
const ROUNDER = 1.5 * 2 ** 52;
const OVERFLOW = 709.782712893384;
const UNDERFLOW = -745.1332191019412;

/** e^x. Infinity from 709.79 up, 0 from −745.14 down, NaN for NaN. */
export function exp(x: number): number {
  if (!(x < OVERFLOW)) return x > OVERFLOW ? Number.POSITIVE_INFINITY : x === OVERFLOW ? Number.MAX_VALUE : Number.NaN;
  if (x < UNDERFLOW) return 0;
  // Adding and taking away 1.5 × 2^52 rounds to a whole number, ties to even.
  const steps = x * STEPS_PER_UNIT + ROUNDER - ROUNDER;
  const r = x - steps * STEP_HIGH - steps * STEP_LOW;
  // |r| ≤ ln 2 / 128: five terms leave 4e-17.
  const grown = r + r * r * (0.5 + r * (1 / 6 + r * (1 / 24 + r * (1 / 120))));
  const root = ROOTS[steps & 63] ?? 1;
  const value = root + root * grown;
  const exponent = steps >> 6;
  // A subnormal result is rounded once, in the last product.
  if (exponent < -1_021) return value * powerOfTwo(exponent + 60) * 2 ** -60;
  return exponent > 1_023 ? value * 2 * 2 ** 1_023 : value * powerOfTwo(exponent);
}

const EXPM1_TERMS = 17;
const EXPM1_LIMIT = 0.4;

/** e^x − 1 without loss near 0. */
export function expm1(x: number): number {
  if (!(x < EXPM1_LIMIT && x > -EXPM1_LIMIT)) return exp(x) - 1;
  // x (1 + x/2 (1 + x/3 (…))): 17 terms leave 0.4^17 / 18! < 1e-22.
  let nested = 1;
  for (let term = EXPM1_TERMS; term > 1; term -= 1) nested = 1 + (x / term) * nested;
  return x * nested;
}
