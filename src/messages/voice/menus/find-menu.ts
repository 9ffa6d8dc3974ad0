import { sql } from "drizzle-orm";
import type { Store } from "#store/store.ts";
import { type MenuFlow, menuBody } from "./menu-shape.ts";
import { seedMenu } from "./seed-menu.ts";

/** A menu as it was put. Version 0 is the house's own, which stands for the code that none was put for. */
export type Menu = {
  readonly code: string;
  readonly version: number;
  readonly flow: MenuFlow;
  /** Epoch ms; null for the house's own. */
  readonly createdAt: number | null;
};

type Row = { readonly code: string; readonly version: number; readonly flow: string; readonly createdAt: number };

const menuOf = ({ flow, ...row }: Row): Menu => ({ ...row, flow: menuBody.parse(JSON.parse(flow)) });
const COLUMNS = sql.raw("code, version, flow, created_at as createdAt");

/** The newest version, or the one that is named; the house's own where there is none. By the primary key. */
export async function findMenu(store: Pick<Store, "read">, code: string, version?: number): Promise<Menu> {
  const [row] = await store.read<Row>(
    version === undefined
      ? sql`select ${COLUMNS} from voice_menus where code = ${code} order by version desc limit 1`
      : sql`select ${COLUMNS} from voice_menus where code = ${code} and version = ${version}`,
  );
  return row === undefined ? { code, version: 0, flow: seedMenu, createdAt: null } : menuOf(row);
}

/** Menus that were put, each in its newest version. */
export async function listMenus(store: Pick<Store, "read">): Promise<readonly Menu[]> {
  const rows = await store.read<Row>(
    sql`select ${COLUMNS} from voice_menus m
      where version = (select max(version) from voice_menus o where o.code = m.code) order by code limit 200`,
  );
  return rows.map(menuOf);
}
