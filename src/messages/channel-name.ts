/** Channels that a programme can come by, as message rows, subscriptions and consents name them. */
export const channelNames = ["email", "sms", "push", "voice", "print"] as const;

export type ChannelName = (typeof channelNames)[number];
