import { PageHeader } from "#web/pages/page-header.tsx";
import { type MeFrame, MeShell } from "./me-shell.tsx";

/** One thing to say, and nothing to do. */
export function NoticePage({
  frame,
  title,
  lead,
}: {
  readonly frame: MeFrame;
  readonly title: string;
  readonly lead: string;
}) {
  return (
    <MeShell frame={frame} title={title}>
      <PageHeader title={title} lead={lead} />
    </MeShell>
  );
}
