import { Worker } from "node:worker_threads";
import type { RenderImage } from "#catalogue/images/render-image.ts";
import { SECOND_MS, type Timer } from "#kernel/clock.ts";
import { err } from "#kernel/result.ts";

const LONGEST_MS = 60 * SECOND_MS;
const IDLE_MS = 30 * SECOND_MS;
const HEAP_MB = 1_024;

export type ImageThread = { readonly renderImage: RenderImage; close(): Promise<void> };

/**
 * Pictures, one after the other, on a thread of their own. It is started with the first picture and ended when there is none
 * for half a minute, since memory of codecs never shrinks; a picture that upsets it or takes a minute ends it too, and the
 * next one has a new thread.
 */
export function openImageThread(timer: Timer): ImageThread {
  let thread: Thread | undefined;
  let last: Promise<unknown> = Promise.resolve();
  let cancelIdle = () => {};

  const end = async () => {
    const ended = thread;
    thread = undefined;
    cancelIdle();
    await ended?.end();
  };

  const render: RenderImage = async (bytes) => {
    cancelIdle();
    thread ??= startThread();
    const answer = await inTime(thread.ask(bytes), timer);
    if (answer === undefined) await end();
    else cancelIdle = timer.after(IDLE_MS, () => void end());
    return answer ?? err("undecodable");
  };

  return {
    renderImage: (bytes) => {
      const turn = last.then(() => render(bytes));
      last = turn.catch(() => undefined);
      return turn;
    },
    close: end,
  };
}

type Answer = Awaited<ReturnType<RenderImage>>;

type Thread = {
  /** One at a time; undefined where the thread died over it. */
  ask(bytes: Uint8Array): Promise<Answer | undefined>;
  end(): Promise<unknown>;
};

function startThread(): Thread {
  const worker = new Worker(new URL("./image-thread.ts", import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
  });
  let settle: (answer: Answer | undefined) => void = () => {};
  worker.on("message", (answer: Answer) => settle(answer));
  worker.on("error", () => settle(undefined));
  worker.on("exit", () => settle(undefined));
  return {
    ask: (bytes) =>
      new Promise((resolve) => {
        settle = resolve;
        worker.postMessage(bytes, []);
      }),
    end: () => worker.terminate(),
  };
}

/** undefined after the longest time that a picture may take. */
function inTime(answer: Promise<Answer | undefined>, timer: Timer): Promise<Answer | undefined> {
  return new Promise((resolve, reject) => {
    const cancel = timer.after(LONGEST_MS, () => resolve(undefined));
    answer.finally(cancel).then(resolve, reject);
  });
}
