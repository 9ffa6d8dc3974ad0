import type { CallFlow, CallStep, KeyChoice } from "#channels/voice/call-flow.ts";
import { callWords } from "#channels/voice/call-words.ts";
import type { MergeView } from "#templates/merge-view.ts";
import type { SpokenText } from "#templates/merge-template.ts";

/**
 * A message as a call: its words, and the keys that every call has: no more calls, once more, and the link as a text where
 * the message has one. 9 ends the calls in every call.
 */
export function outgoingFlow({ text, language }: SpokenText, link: string | undefined): CallFlow {
  const words = callWords(language);
  const choices: readonly KeyChoice[] = [
    ...(link === undefined ? [] : [{ key: "1", label: words.textMe, to: "link" } as const]),
    { key: "2", label: words.again, to: "message" },
    { key: "9", label: words.noMoreCalls, to: "stop" },
  ];
  const steps: readonly CallStep[] = [
    { kind: "ask", name: "message", text, choices },
    ...(link === undefined
      ? []
      : [
          { kind: "send_link", name: "link", url: link, title: words.linkTitle, text: words.textSent } as const,
          { kind: "hang_up", name: "goodbye", text: words.goodbye } as const,
        ]),
    { kind: "opt_out", name: "stop", text: words.stopped },
  ];
  return { language, steps };
}

/** The jumpstation that a message leads to first: what was chosen for her, else what it was given, else the template's own. */
export function firstLinkOf({ slots, notice, gift, links }: MergeView): string | undefined {
  const chosen = Object.values(slots).flatMap((items) => items.map(({ link }) => link));
  return [...chosen, gift?.link, notice?.actionUrl, ...(links ?? [])].find(
    (address) => address !== undefined && address !== "",
  );
}
