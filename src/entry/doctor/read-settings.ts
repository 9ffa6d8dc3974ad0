import { type Config, configFields, readConfig } from "#entry/config.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** Each word of the environment by itself, so that one that is wrong hides no other; and all that is wrong with them. */
export function readSettings(environment: Environment): {
  readonly settings: Partial<Config>;
  readonly faults: readonly string[];
} {
  const read = readConfig(environment);
  if (read.ok) return { settings: read.value, faults: [] };
  const known = Object.entries(configFields.shape).flatMap(([name, field]) => {
    const parsed = field.safeParse(environment[name] === "" ? undefined : environment[name]);
    return parsed.success && parsed.data !== undefined ? [[name, parsed.data]] : [];
  });
  return { settings: Object.fromEntries(known) as Partial<Config>, faults: read.error };
}
