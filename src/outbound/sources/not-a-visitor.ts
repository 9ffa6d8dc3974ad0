import { sql } from "drizzle-orm";

/** A record under an anonymous id is known to no other system (customers/ingest/read-item.ts names them so). */
export const NOT_A_VISITOR = sql.raw("code not like 'anon:%'");
