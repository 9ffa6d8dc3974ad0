import type { Context, Hono } from "hono";
import { decodeCursor } from "#kernel/page.ts";
import { problem } from "#kernel/problem.ts";
import { type PageElement, pageResponse, renderPage } from "#web/pages/page-response.ts";
import { problemResponse } from "#web/respond.ts";
import type { LoadedProduct } from "#catalogue/loaded-product.ts";
import { type BehaviourEvent, HAND_OVER, type KnownVisitor } from "./behaviour.ts";
import { browseProducts, categoriesOf, relatedProducts } from "./browse-products.ts";
import { etagResponse } from "./etag-response.ts";
import { cookieSettings, openVisit, type ProductPageSettings, type Visit } from "./open-visit.ts";
import { readOwnForm } from "./own-form.ts";
import { productPath } from "./product-card.tsx";
import { ProductListPage } from "./product-list-page.tsx";
import { ProductGonePage, ProductPage } from "./product-page.tsx";
import { endVisit, readAnonymous, refusalCookie, visitCookie, visitorCookie } from "./visitor-cookie.ts";

const PER_PAGE = 24;
const MAX_SEARCH = 200;

/** The front door, /products, /products/:code, what visitors choose there, and whether they want to be remembered. */
export function mountProductPages(app: Hono, settings: ProductPageSettings): void {
  app.get("/", (context) => answerFrontDoor(context, settings));
  app.get("/products", async (context) => answerList(context, await openVisit(context, settings), settings));
  app.post("/products/consent", (context) => answerConsent(context, settings));
  app.get("/products/:code", async (context) => answerProduct(context, await openVisit(context, settings), settings));
  app.post("/products/:code/choose", (context) => answerChoice(context, settings));
}

/** Who comes without a path came for the vendor: to its own site, or, where that is this one, to what it offers. */
async function answerFrontDoor(context: Context, { brand }: ProductPageSettings): Promise<Response> {
  const here = new URL(context.req.url);
  const home = new URL((await brand()).homeUrl ?? "/", here);
  // Behind a proxy the scheme of a request is not the reader's: the host tells whether it would come back here.
  const isElsewhere = home.host !== here.host;
  const location = isElsewhere ? home.href : home.pathname === "/" ? "/products" : home.pathname + home.search;
  return new Response(null, { status: 302, headers: { location, "cache-control": "no-cache" } });
}

async function answerList(context: Context, visit: Visit, settings: ProductPageSettings): Promise<Response> {
  const { shelf, scene, now } = visit;
  const category = nonEmpty(context.req.query("category"));
  const search = nonEmpty(context.req.query("q")?.slice(0, MAX_SEARCH).toWellFormed());
  const after = decodeCursor(context.req.query("cursor") ?? "")?.[0];
  const page = browseProducts(shelf, {
    category,
    search,
    after: typeof after === "string" ? after : undefined,
    limit: PER_PAGE,
    now,
  });
  return cached(
    context,
    { visit, settings },
    <ProductListPage
      scene={scene}
      products={page.items}
      nextCursor={page.nextCursor}
      categories={categoriesOf(shelf, now)}
      category={category}
      search={search}
      isFirst={after === undefined}
    />,
  );
}

async function answerProduct(context: Context, visit: Visit, settings: ProductPageSettings): Promise<Response> {
  const handOver = context.req.query(HAND_OVER);
  if (handOver !== undefined) return answerHandOver(handOver, { context, visit, settings });
  const product = visit.find(context.req.param("code") ?? "");
  if (product === undefined) return gone(visit, settings);
  if (isReading(context.req.raw)) {
    await record({ visit, settings, product }, { kind: "page", name: "Product Viewed", properties: {} });
  }
  return cached(
    context,
    { visit, settings },
    <ProductPage
      scene={visit.scene}
      product={product}
      related={relatedProducts(visit.shelf, product, visit.now)}
      isChosen={context.req.query("chosen") !== undefined}
      isKnown={knownVisitor(visit) !== undefined}
      isSaved={context.req.query("chosen") === "save"}
    />,
  );
}

/**
 * The hand-over leaves the address before anything is shown or recorded, so that a copied address makes nobody somebody else.
 * A browser that said no stays unknown; one that agreed under a name of its own keeps that beside the visit.
 */
async function answerHandOver(
  handOver: string,
  {
    context,
    visit,
    settings,
  }: { readonly context: Context; readonly visit: Visit; readonly settings: ProductPageSettings },
): Promise<Response> {
  const clean = new URL(context.req.url);
  clean.searchParams.delete(HAND_OVER);
  const path = `${clean.pathname}${clean.search}`;
  if (visit.choice.said === "no") return seeOther(path);
  try {
    const visitor = await settings.recogniseVisitor(handOver);
    return seeOther(path, visitor === undefined ? [] : [visitCookie(visitor, cookieSettings(settings))]);
  } catch (cause) {
    settings.onFault(cause);
    return seeOther(path);
  }
}

/** A page that is fetched ahead or only asked about was not looked at. */
function isReading({ method, headers }: Request): boolean {
  return method === "GET" && !/prefetch|prerender/.test(headers.get("sec-purpose") ?? headers.get("purpose") ?? "");
}

async function answerChoice(context: Context, settings: ProductPageSettings): Promise<Response> {
  const form = await readOwnForm(context.req.raw, settings.timer);
  if (!form.ok) return problemResponse(form.error);
  const visit = await openVisit(context, settings);
  const product = visit.find(context.req.param("code") ?? "");
  if (product === undefined) return gone(visit, settings);
  const choice = form.value.get("choice");
  const known = knownVisitor(visit);
  if (choice === "save" && known !== undefined) {
    await settings.saveProduct(known, product.code);
    return seeOther(`${productPath(product)}?chosen=save`);
  }
  if (choice !== "more" && choice !== "like")
    return problemResponse(problem("invalid_request", "Choose more or like."));
  await record({ visit, settings, product }, { kind: "choice", name: "Product Selected", properties: { choice } });
  return seeOther(`${productPath(product)}?chosen=${choice}`);
}

async function answerConsent(context: Context, settings: ProductPageSettings): Promise<Response> {
  const form = await readOwnForm(context.req.raw, settings.timer);
  if (!form.ok) return problemResponse(form.error);
  const cookies = cookieSettings(settings);
  const back = form.value.get("back") ?? "";
  // Only ever to a product page: the address comes from the form, and "//host" would leave the site.
  const path = /^\/products(?:[/?][\u0021-\u005b\u005d-\u007e]*)?$/.test(back) ? back : "/products";
  const { headers } = context.req.raw;
  // Her word is about this browser. It is never given in the name of the customer whose link led here.
  const answer =
    form.value.get("choice") === "yes"
      ? visitorCookie(readAnonymous(headers, cookies) ?? { anonymousId: settings.ids.next("anon") }, cookies)
      : refusalCookie(cookies);
  return seeOther(path, [answer, ...endVisit(headers, cookies)]);
}

/** The customer whose visit this is; a browser that is remembered under its own name has no page of hers. */
function knownVisitor({ choice }: Visit): KnownVisitor | undefined {
  return choice.said === "yes" && "customerId" in choice.visitor ? choice.visitor : undefined;
}

type Act = { readonly visit: Visit; readonly settings: ProductPageSettings; readonly product: LoadedProduct };

/** Without consent there is no visitor, and so nothing to record. A fault here never costs the reader her page. */
async function record(
  { visit, settings, product }: Act,
  event: Pick<BehaviourEvent, "kind" | "name" | "properties">,
): Promise<void> {
  if (visit.choice.said !== "yes") return;
  const { code: productCode, category } = product;
  try {
    await settings.recordBehaviour(visit.choice.visitor, {
      ...event,
      messageId: settings.ids.next("web"),
      productCode,
      category,
      at: visit.now,
    });
  } catch (cause) {
    settings.onFault(cause);
  }
}

type Served = { readonly visit: Visit; readonly settings: ProductPageSettings };

async function cached(context: Context, { visit, settings }: Served, page: PageElement): Promise<Response> {
  const html = await renderPage(page);
  const isShared = visit.choice.said === "nothing";
  return etagResponse(context.req.raw, { html, isShared, isHttps: settings.isHttps });
}

function gone({ scene }: Visit, { isHttps }: ProductPageSettings): Promise<Response> {
  return pageResponse(<ProductGonePage scene={scene} />, { status: 404, isHttps });
}

function seeOther(location: string, cookies: readonly string[] = []): Response {
  const headers = new Headers({ location, "cache-control": "no-store" });
  for (const cookie of cookies) headers.append("set-cookie", cookie);
  return new Response(null, { status: 303, headers });
}

function nonEmpty(text: string | undefined): string | undefined {
  return text === undefined || text.trim() === "" ? undefined : text;
}
