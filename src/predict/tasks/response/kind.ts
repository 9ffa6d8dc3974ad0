/** The name and the version of stored models of this task. */
export const kind = { name: "response", version: 1 } as const;
