/** Lets at most `size` in at once; the others wait in the order in which they came. */
export type Turnstile = {
  /** Rejects when the signal aborts first and after close(). */
  enter(signal: AbortSignal): Promise<void>;
  leave(): void;
  close(): void;
};

type Place = { readonly serve: () => void; readonly refuse: (cause: Error) => void };

export function turnstile(size: number): Turnstile {
  const waiting = new Set<Place>();
  let inside = 0;
  let isClosed = false;

  const queueUp = (signal: AbortSignal) =>
    new Promise<void>((resolve, reject) => {
      const abort = () => place.refuse(new Error("given up while waiting for a connection"));
      const depart = () => {
        waiting.delete(place);
        signal.removeEventListener("abort", abort);
      };
      const place: Place = {
        serve: () => {
          depart();
          inside += 1;
          resolve();
        },
        refuse: (cause) => {
          depart();
          reject(cause);
        },
      };
      signal.addEventListener("abort", abort, { once: true });
      waiting.add(place);
    });

  return {
    enter: async (signal) => {
      if (isClosed) throw new Error("the channel is closed");
      if (signal.aborted) throw new Error("given up before connecting");
      if (inside >= size) return queueUp(signal);
      inside += 1;
    },
    leave: () => {
      inside -= 1;
      const [next] = waiting;
      next?.serve();
    },
    close: () => {
      isClosed = true;
      for (const place of waiting) place.refuse(new Error("the channel is closed"));
    },
  };
}
