import type { Child } from "hono/jsx";

export type FlashProps = {
  readonly tone?: "good" | "warn" | "bad" | "info" | undefined;
  readonly title: string;
  readonly children?: Child;
};

/** What just happened. Trouble is announced at once (role alert), the rest politely. */
export function Flash({ tone = "info", title, children }: FlashProps) {
  return (
    <div class={`flash ${tone}`} role={tone === "bad" ? "alert" : "status"}>
      <div>
        <strong>{title}</strong>
        {children}
      </div>
    </div>
  );
}
