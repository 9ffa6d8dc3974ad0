/** What was heard in a call, in its order: what we said, and which key was pressed ("" for silence). */
export type CallLine = { readonly by: "us" | "her"; readonly text: string };

/** One call as it rang at a telephone, or came from one. The same call begun twice stands here twice. */
export type ReceivedCall = {
  /** Counts calls from 1. */
  readonly arrival: number;
  /** As a provider would name it. */
  readonly callSid: string;
  readonly direction: "out" | "in";
  /** 0 for a call that came in. */
  readonly messageNumber: number;
  readonly key: string;
  /** Of whoever began it. */
  readonly from: string;
  readonly to: string;
  readonly markup: string;
  /** Epoch ms. */
  readonly date: number;
  readonly lines: readonly CallLine[];
  /** Where it goes on, with the keys that it waits for; undefined before it was picked up, and once it is over. */
  readonly waiting?: CallWaiting | undefined;
};

export type CallWaiting = { readonly token: string; readonly keys: readonly string[] };

/** Calls of everybody, newest first, within bounds: the oldest leave when there are too many. */
export type Calls = {
  list(): readonly ReceivedCall[];
  find(arrival: number): ReceivedCall | undefined;
  /** Lets a telephone ring. */
  receive(call: Omit<ReceivedCall, "arrival" | "callSid" | "lines" | "waiting">): ReceivedCall;
  /** What was said and pressed since, and how it goes on. */
  goOn(arrival: number, lines: readonly CallLine[], waiting: CallWaiting | undefined): void;
};

/** Telephones that have not rung yet. */
export function boundedCalls(maxCalls: number): Calls {
  const kept = new Map<number, ReceivedCall>();
  let arrivals = 0;
  return {
    list: () => [...kept.values()].reverse(),
    find: (arrival) => kept.get(arrival),
    receive: (call) => {
      arrivals += 1;
      const callSid = `CA${arrivals.toString(16).padStart(32, "0")}`;
      const received = { ...call, arrival: arrivals, callSid, lines: [] };
      kept.set(arrivals, received);
      for (const oldest of kept.keys()) {
        if (kept.size <= maxCalls) break;
        kept.delete(oldest);
      }
      return received;
    },
    goOn: (arrival, lines, waiting) => {
      const known = kept.get(arrival);
      if (known !== undefined) kept.set(arrival, { ...known, lines: [...known.lines, ...lines], waiting });
    },
  };
}
