import { decodeCursor, type Page, pageOf } from "#kernel/page.ts";
import type { Store } from "#store/store.ts";
import { ENDPOINT_COLUMNS, endpointOf, type EndpointRow, type WebhookEndpoint } from "./endpoint.ts";

type Asked = { readonly now: number; readonly limit: number; readonly cursor?: string | undefined };

/** Endpoints, newest first: their ids begin with the time at which they were made. */
export async function listEndpoints(
  store: Pick<Store, "read">,
  { now, limit, cursor }: Asked,
): Promise<Page<WebhookEndpoint>> {
  const [before = "~"] = cursor === undefined ? [] : (decodeCursor(cursor) ?? []);
  const rows = await store.read<EndpointRow>({
    sql: `select ${ENDPOINT_COLUMNS} from webhook_endpoints where state <> 'deleted' and id < ? order by id desc limit ?`,
    params: [String(before), limit + 1],
  });
  const items = rows.map((row) => endpointOf(row, now));
  return pageOf(items, limit, ({ id }) => [id]);
}

export async function findEndpoint(
  store: Pick<Store, "read">,
  { id, now }: { readonly id: string; readonly now: number },
): Promise<WebhookEndpoint | undefined> {
  const [row] = await store.read<EndpointRow>({
    sql: `select ${ENDPOINT_COLUMNS} from webhook_endpoints where id = ? and state <> 'deleted'`,
    params: [id],
  });
  return row === undefined ? undefined : endpointOf(row, now);
}
