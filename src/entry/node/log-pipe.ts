import { constants, fstatSync, openSync, writeSync } from "node:fs";
import type { Log } from "#entry/log-line.ts";
import { logLine } from "#entry/log-line.ts";
import type { Clock, Timer } from "#kernel/clock.ts";

export type LogPipe = {
  readonly log: Log;
  /** Writes what is buffered as far as the reader takes it at once. */
  readonly flush: () => void;
};

export type LogSink = {
  /** Takes bytes from the beginning, and says how many; 0 where nothing can be taken now. Throws where nobody will ever read. */
  write(bytes: Uint8Array): number;
};

/** A reader that is slower than this many bytes loses lines: memory is for messages. */
const MOST_BUFFERED = 1024 * 1024;
const LOOK_AGAIN_MS = 50;

/**
 * Log lines to somebody who may read slowly, or no more. Whoever logs never waits: a line goes out at once or into a buffer, and
 * where that is full it is dropped and counted; the count is the first line that goes out again.
 */
export function logPipe(sink: LogSink, { clock, timer }: { readonly clock: Clock; readonly timer: Timer }): LogPipe {
  let buffered: Buffer[] = [];
  let size = 0;
  let dropped = 0;
  let isWaiting = false;
  const drain = () => {
    let chunk = Buffer.concat(buffered);
    try {
      for (;;) {
        const taken = chunk.length === 0 ? 0 : sink.write(chunk);
        if (taken === 0) break;
        chunk = chunk.subarray(taken);
      }
    } catch {
      // Nobody reads any more: sending goes on all the same.
      chunk = Buffer.alloc(0);
    }
    if (chunk.length === 0 && dropped > 0) {
      const lost = dropped;
      dropped = 0;
      chunk = Buffer.from(`${logLine(clock.now(), "log_lost", { lines: lost })}\n`);
    }
    buffered = chunk.length === 0 ? [] : [chunk];
    size = chunk.length;
    if (size > 0 && !isWaiting) {
      isWaiting = true;
      timer.after(LOOK_AGAIN_MS, () => {
        isWaiting = false;
        drain();
      });
    }
  };
  return {
    log: (event, detail) => {
      const line = Buffer.from(`${logLine(clock.now(), event, detail)}\n`);
      if (size + line.length > MOST_BUFFERED) {
        dropped += 1;
        return;
      }
      buffered.push(line);
      size += line.length;
      if (!isWaiting) drain();
    },
    flush: drain,
  };
}

const NOT_NOW: ReadonlySet<unknown> = new Set(["EAGAIN", "EWOULDBLOCK"]);

/**
 * Standard output, opened once more so that it never blocks: Node writes to a pipe in one go and stands still until somebody reads
 * (process I/O in its documentation). A socket or a platform without /proc is written to as Node does it.
 */
export function standardOutput(): LogSink {
  const descriptor = openAgain();
  return {
    write: (bytes) => {
      try {
        return writeSync(descriptor, bytes);
      } catch (cause) {
        if (NOT_NOW.has((cause as { code?: unknown }).code)) return 0;
        throw cause;
      }
    },
  };
}

function openAgain(): number {
  const isPipe = fstatSync(1).isFIFO();
  if (!isPipe) return 1;
  try {
    return openSync("/proc/self/fd/1", constants.O_WRONLY | constants.O_NONBLOCK);
  } catch {
    return 1;
  }
}
