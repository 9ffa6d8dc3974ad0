import { type AuditActor, auditIfChanged, auditStatement } from "#access/audit.ts";
import type { CustomerDeps } from "#customers/customer-deps.ts";
import { type Problem, problem } from "#kernel/problem.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import { isSameText, keyedHash, type Secret } from "#kernel/secret.ts";
import type { Store } from "#store/store.ts";

export type KioskDevice = {
  readonly id: string;
  readonly label: string;
  readonly createdAt: number;
  readonly revokedAt: number | null;
};

type Deps = Pick<CustomerDeps, "store" | "clock" | "ids" | "secret">;

/** Registers a device; its token is made of the id and our key, and stands in no table. */
export async function registerDevice(
  { store, clock, ids, secret }: Deps,
  { actor, label }: { readonly actor: AuditActor; readonly label: string },
): Promise<KioskDevice & { readonly token: string }> {
  const device: KioskDevice = { id: ids.next("dev"), label, createdAt: clock.now(), revokedAt: null };
  const { id, createdAt: at } = device;
  await store.write([
    { sql: "insert into kiosk_devices (id, label, created_at) values (?, ?, ?)", params: [id, label, at] },
    auditStatement({ at, actor, action: "register-device", subject: { kind: "device", id } }),
  ]);
  return { ...device, token: deviceToken(secret, id) };
}

/** From now on the device shows nothing and takes nothing. Revoked twice is revoked. */
export async function revokeDevice(
  { store, clock }: Deps,
  { actor, id }: { readonly actor: AuditActor; readonly id: string },
): Promise<Result<KioskDevice, Problem>> {
  const at = clock.now();
  await store.write([
    { sql: "update kiosk_devices set revoked_at = ? where id = ? and revoked_at is null", params: [at, id] },
    auditIfChanged({ at, actor, action: "revoke-device", subject: { kind: "device", id } }),
  ]);
  const device = await findDevice(store, id);
  return device === undefined ? err(problem("not_found")) : ok(device);
}

const COLUMNS = "id, label, created_at as createdAt, revoked_at as revokedAt";

export async function listDevices(store: Store): Promise<readonly KioskDevice[]> {
  return store.read<KioskDevice>({ sql: `select ${COLUMNS} from kiosk_devices order by id limit 500`, params: [] });
}

async function findDevice(store: Store, id: string): Promise<KioskDevice | undefined> {
  const [row] = await store.read<KioskDevice>({
    sql: `select ${COLUMNS} from kiosk_devices where id = ?`,
    params: [id],
  });
  return row;
}

/** The device that a token names, while it may show forms; undefined for a token that is not ours or was revoked. */
export async function openDevice(
  { store, secret }: Pick<Deps, "store" | "secret">,
  token: string,
): Promise<KioskDevice | undefined> {
  const [id = ""] = token.split(".", 1);
  if (token.length > 100 || !isSameText(token, deviceToken(secret, id))) return undefined;
  const device = await findDevice(store, id);
  return device?.revokedAt === null ? device : undefined;
}

function deviceToken(secret: Secret, id: string): string {
  return `${id}.${keyedHash(secret.keyFor("kiosk-device/1"), id).slice(0, 27)}`;
}
