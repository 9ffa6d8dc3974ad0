import type { MenuFlow } from "./menu-shape.ts";

/** What is heard until the vendor says otherwise: hours, a link as a text, an agreement, an end. */
export const seedMenu: MenuFlow = {
  language: "en",
  steps: [
    {
      kind: "ask",
      name: "main",
      text: "Thank you for calling {vendor}.",
      choices: [
        { key: "1", label: "For our hours", to: "hours" },
        { key: "2", label: "To get a link to our shop as a text", to: "link" },
        { key: "3", label: "To agree that {vendor} calls you with offers", to: "agree" },
        { key: "9", label: "For no more calls from {vendor}", to: "stop" },
      ],
    },
    {
      kind: "say",
      name: "hours",
      text: "People are here Monday to Friday, from nine to five.",
      next: "main",
    },
    {
      kind: "send_link",
      name: "link",
      url: "{website}",
      title: "Our shop",
      text: "The link is on its way to your telephone.",
      next: "main",
    },
    {
      kind: "consent",
      name: "agree",
      channel: "voice",
      topic: "",
      text: "Thank you. You can take that back at any time: call this number, or press 9 in any call.",
      next: "main",
    },
    { kind: "opt_out", name: "stop", text: "You get no more calls from us. Goodbye." },
  ],
};
