import { findCalledMessage } from "#messages/voice/calls/flow-of-call.ts";
import { PageHeader } from "#web/pages/page-header.tsx";
import { searchOf } from "#console/list-search.ts";
import { numberParam } from "#console/number-param.ts";
import { type ConsolePage, notFound, type Scene, scenePage } from "#console/scene.tsx";
import { messageName } from "#console/words.tsx";
import { Player } from "./player.tsx";

const MESSAGES = "/console/messages";

export function messageCallPath(messageNumber: number): string {
  return `${MESSAGES}/${messageNumber}/call`;
}

export const messageCallPage: ConsolePage = {
  method: "get",
  path: `${MESSAGES}/:number/call`,
  scope: "messages:read",
  handle: showCall,
};

/** A call that went out, from what was kept of it: the same words, the same keys. */
async function showCall(scene: Scene): Promise<Response> {
  const number = numberParam(scene, "number");
  const message = await findCalledMessage(scene.deps, number);
  if (message === undefined) return notFound(scene);
  const { walk = "" } = searchOf(scene, ["walk"]);
  const title = `Call of ${messageName(number)}`;
  const content = (
    <>
      <PageHeader
        title={title}
        lead="As whoever picks up hears it. Nothing is recorded here, and nobody is called."
        parent={{ href: `${MESSAGES}/${number}`, label: messageName(number) }}
      />
      <Player flow={message.flow} path={messageCallPath(number)} walk={walk} />
    </>
  );
  return scenePage(scene, { title, current: MESSAGES }, content);
}
