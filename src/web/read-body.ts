import type { Timer } from "#kernel/clock.ts";
import { type Problem, problem } from "#kernel/problem.ts";
import { err, ok, type Result } from "#kernel/result.ts";

export type BodyLimits = {
  /** bytes after decompression */
  readonly maxBytes: number;
  /** total time for the whole body */
  readonly timeoutMs: number;
  readonly timer: Timer;
};

/**
 * Reads a body of bounded size in bounded time, unpacking gzip. The bound holds for what was unpacked, so that a small
 * bomb stays small.
 */
export async function readBody(request: Request, limits: BodyLimits): Promise<Result<Uint8Array, Problem>> {
  const declared = Number(request.headers.get("content-length") ?? 0);
  if (declared > limits.maxBytes) return err(tooLarge(limits.maxBytes));
  const encoding = (request.headers.get("content-encoding") ?? "identity").trim().toLowerCase();
  if (encoding !== "identity" && encoding !== "gzip") {
    return err(problem("unsupported_media_type", "This content encoding is not read here."));
  }
  if (request.body === null) return ok(new Uint8Array(0));
  const stream = encoding === "gzip" ? request.body.pipeThrough(new DecompressionStream("gzip")) : request.body;
  return drain(stream, limits);
}

async function drain(stream: ReadableStream<Uint8Array>, limits: BodyLimits): Promise<Result<Uint8Array, Problem>> {
  const reader = stream.getReader();
  const parts: Uint8Array[] = [];
  let size = 0;
  let isLate = false;
  const cancelTimer = limits.timer.after(limits.timeoutMs, () => {
    isLate = true;
    reader.cancel().catch(() => undefined);
  });
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (isLate) return err(problem("request_timeout"));
      if (done) return ok(joined(parts, size));
      size += value.byteLength;
      if (size > limits.maxBytes) {
        reader.cancel().catch(() => undefined);
        return err(tooLarge(limits.maxBytes));
      }
      parts.push(value);
    }
  } catch {
    return err(
      isLate ? problem("request_timeout") : problem("invalid_request", "The body ended early or is not valid gzip."),
    );
  } finally {
    cancelTimer();
  }
}

function joined(parts: readonly Uint8Array[], size: number): Uint8Array {
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return only;
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.byteLength;
  }
  return whole;
}

function tooLarge(maxBytes: number): Problem {
  return problem("payload_too_large", `A body may have ${maxBytes} bytes.`);
}
