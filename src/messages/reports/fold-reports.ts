import type { DeliveryReport } from "#channels/report.ts";

/** What bounced, heaviest first: a dead address outweighs whatever is said later. */
export type BounceKind = "hard" | "soft" | "ours";

/** All that reports say of one message. The order in which they came is gone. */
export type Told = {
  readonly messageId: number;
  readonly provider: string;
  readonly deliveredAt: number | null;
  readonly bouncedAt: number | null;
  readonly bounce: BounceKind | null;
  readonly reason: string | null;
  readonly complainedAt: number | null;
  readonly optedOutAt: number | null;
  /** The provider has it: what a lost answer left open is settled. */
  readonly isTaken: boolean;
};

/** The reason of a complaint that asks for no more than to be left out. */
const OPTED_OUT = "opted_out";

export type Report = { readonly messageId: number; readonly report: DeliveryReport };

/** One row for each message, the same whatever the order and number of the reports. No report is from the future. */
export function foldReports(reports: readonly Report[], now: number): readonly Told[] {
  const byMessage = new Map<number, Told>();
  for (const { messageId, report } of reports) {
    const told = toldBy(messageId, report, Math.min(report.at, now));
    const known = byMessage.get(messageId);
    byMessage.set(messageId, known === undefined ? told : merge(known, told));
  }
  return [...byMessage.values()];
}

function toldBy(messageId: number, { provider, verdict, reason }: DeliveryReport, at: number): Told {
  const isBounce = verdict === "hard" || verdict === "soft" || verdict === "ours";
  const isOptOut = verdict === "complaint" && reason === OPTED_OUT;
  return {
    messageId,
    provider,
    deliveredAt: verdict === "delivered" ? at : null,
    bouncedAt: isBounce ? at : null,
    bounce: isBounce ? verdict : null,
    reason: isBounce ? reason : null,
    complainedAt: verdict === "complaint" && !isOptOut ? at : null,
    optedOutAt: isOptOut ? at : null,
    isTaken: verdict !== "ignore",
  };
}

function merge(a: Told, b: Told): Told {
  const heavier = weightOf(a) >= weightOf(b) ? a : b;
  return {
    messageId: a.messageId,
    provider: a.provider,
    deliveredAt: greatest(a.deliveredAt, b.deliveredAt),
    bouncedAt: heavier.bouncedAt,
    bounce: heavier.bounce,
    reason: heavier.reason,
    complainedAt: least(a.complainedAt, b.complainedAt),
    optedOutAt: least(a.optedOutAt, b.optedOutAt),
    isTaken: a.isTaken || b.isTaken,
  };
}

/** As text that sorts: the statement compares stored bounces in the same way. */
function weightOf({ bounce, bouncedAt, reason }: Told): string {
  return bounce === null
    ? ""
    : `${bounce === "hard" ? 1 : 0}/${String(bouncedAt).padStart(16, "0")}/${bounce}/${reason}`;
}

function greatest(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.max(a, b);
}

function least(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.min(a, b);
}
