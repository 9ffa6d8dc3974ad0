import type { Role } from "#access/scopes.ts";
import { Badge, type Tone } from "#web/pages/badge.tsx";
import { RadioCards } from "#web/pages/choice-fields.tsx";

const roles: ReadonlyArray<{ readonly value: Role; readonly label: string; readonly hint: string }> = [
  { value: "agent", label: "Agent", hint: "Serves callers, one at a time, and sees nothing else." },
  { value: "viewer", label: "Viewer", hint: "Reads everything but the audit log, and changes nothing." },
  { value: "editor", label: "Editor", hint: "Changes customers, catalogue, rules and newsletters too." },
  { value: "owner", label: "Owner", hint: "Does everything: settings, keys, operators, audit log." },
];

const tones: Readonly<Record<string, Tone>> = { agent: "warn", viewer: "neutral", editor: "info", owner: "accent" };

export function RoleBadge({ role }: { readonly role: string }) {
  return <Badge tone={tones[role]} label={role} />;
}

/** The choice of a role, with what each may do. */
export function RoleCards({ value, error }: { readonly value: string; readonly error?: string | undefined }) {
  return <RadioCards name="role" legend="Role" options={roles} value={value} error={error} />;
}
