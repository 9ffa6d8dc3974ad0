import { createRegistry, type Family } from "./registry.ts";

/** What a station counts while it works. */
export type Metrics = {
  /** `route` is the pattern under which a request was answered, never its address. */
  readonly request: (request: { readonly method: string; readonly route: string; readonly status: number }) => void;
  readonly requestSeconds: (request: { readonly method: string; readonly route: string }, seconds: number) => void;
  /** A jumpstation that was answered: from the request to the answer. */
  readonly redirect: (seconds: number) => void;
  readonly send: (channel: string, outcome: string, seconds: number) => void;
  /** What became of messages in a turn of the clockwork. */
  readonly turn: (counts: Readonly<Record<string, number>>) => void;
  readonly webhooks: (outcome: "delivered" | "again" | "failed", count: number) => void;
  /** What providers told of a message, and what pretended to be such a report. */
  readonly report: (report: { readonly provider: string; readonly verdict: string; readonly outcome: string }) => void;
  /** Something went wrong, by the name of its log event. */
  readonly trouble: (event: string) => void;
  readonly text: (gauges: readonly Family[]) => string;
};

const FAST = [0.000_1, 0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1];
const SLOW = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

export function createMetrics(): Metrics {
  const registry = createRegistry();
  const requests = registry.counter("jumpstation_requests_total", "Requests by route and class of status.");
  const requestSeconds = registry.histogram("jumpstation_request_seconds", "Time until a request was answered.", SLOW);
  const redirectSeconds = registry.histogram(
    "jumpstation_redirect_seconds",
    "Time until a followed link was answered.",
    FAST,
  );
  const sends = registry.counter("jumpstation_sends_total", "Tries to hand a message to a channel, by outcome.");
  const sendSeconds = registry.histogram("jumpstation_send_seconds", "Time of one try at a channel.", SLOW);
  const messages = registry.counter("jumpstation_messages_total", "Messages by what the clockwork did with them.");
  const webhooks = registry.counter("jumpstation_webhook_deliveries_total", "Tries of webhooks by what came of them.");
  const reports = registry.counter(
    "jumpstation_delivery_reports_total",
    "Delivery reports by what they say and change.",
  );
  const troubles = registry.counter("jumpstation_troubles_total", "Troubles by the name of their log event.");
  return {
    request: ({ method, route, status }) => requests({ method, route, status: `${Math.floor(status / 100)}xx` }),
    requestSeconds: ({ method, route }, seconds) => requestSeconds({ method, route }, seconds),
    redirect: (seconds) => redirectSeconds({}, seconds),
    send: (channel, outcome, seconds) => {
      sends({ channel, outcome });
      sendSeconds({ channel }, seconds);
    },
    turn: (counts) => {
      for (const [outcome, count] of Object.entries(counts)) if (count > 0) messages({ outcome }, count);
    },
    webhooks: (outcome, count) => {
      if (count > 0) webhooks({ outcome }, count);
    },
    report: ({ provider, verdict, outcome }) => reports({ provider, verdict, outcome }),
    trouble: (event) => troubles({ event }),
    text: (gauges) => registry.text(gauges),
  };
}
