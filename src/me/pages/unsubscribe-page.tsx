import { Button } from "#web/pages/button.tsx";
import { Flash } from "#web/pages/flash.tsx";
import { PageHeader } from "#web/pages/page-header.tsx";
import { type MeFrame, MeShell } from "./me-shell.tsx";

export type UnsubscribePageProps = {
  readonly frame: MeFrame;
  readonly newsletter: string;
  readonly preferencesUrl: string;
  /** What was done: "one" newsletter left, "all" of them; "nothing" where a form came without its button. */
  readonly done?: "one" | "all" | "nothing" | undefined;
};

/** One press and it is over. Opening the page does nothing: machines open every link (RFC 8058 §3.2). */
export function UnsubscribePage({ frame, newsletter, preferencesUrl, done }: UnsubscribePageProps) {
  const { unsubscribe } = frame.words;
  const hasLeft = done === "one" || done === "all";
  return (
    <MeShell frame={frame} title={unsubscribe.title}>
      <PageHeader title={unsubscribe.title} lead={hasLeft ? undefined : unsubscribe.lead(newsletter)} />
      {done === "nothing" ? <Flash tone="warn" title={unsubscribe.nothingDone} /> : null}
      {hasLeft ? (
        <Flash tone="good" title={done === "all" ? unsubscribe.leftAll : unsubscribe.leftOne(newsletter)} />
      ) : null}
      <form class="form" method="post">
        {done === "one" || done === "all" ? null : (
          <Button look="primary" isWide name="leave" value="one">
            {unsubscribe.leaveOne(newsletter)}
          </Button>
        )}
        {done === "all" ? null : (
          <Button isWide name="leave" value="all">
            {unsubscribe.leaveAll}
          </Button>
        )}
        <p>
          {unsubscribe.rather}
          <br />
          <a href={preferencesUrl}>{unsubscribe.toPreferences}</a>
        </p>
      </form>
    </MeShell>
  );
}
