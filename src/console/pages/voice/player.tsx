import type { CallFlow } from "#channels/voice/call-flow.ts";
import { ButtonLink } from "#web/pages/button.tsx";
import { Card } from "#web/pages/card.tsx";
import { hrefOf } from "#console/list-search.ts";
import { Conversation } from "./conversation.tsx";
import { walkFlow } from "./walk-flow.ts";

type PlayerProps = {
  readonly flow: CallFlow;
  /** The page that shows it, without a walk. */
  readonly path: string;
  readonly walk: string;
};

/** A call that is walked by its keys. Each is a link, so that going back is the browser's own. */
export function Player({ flow, path, walk }: PlayerProps) {
  const { lines, ways } = walkFlow(flow, walk);
  return (
    <Card
      title="As it is heard"
      id="call"
      action={walk === "" ? undefined : <a href={`${path}#call`}>From the beginning</a>}
      footer={
        ways.length === 0 ? undefined : (
          <nav class="keys" aria-label="Keys">
            {ways.map((way) => (
              <ButtonLink href={`${hrefOf(path, { walk: way.walk })}#call`}>{way.label}</ButtonLink>
            ))}
          </nav>
        )
      }
    >
      <Conversation lines={lines} language={flow.language} />
    </Card>
  );
}
