/** Still lifes for the example products, drawn by hand as SVG: the pictures of the documentation ask no host for anything. */
const scene = (wall: string, table: string, things: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="600" height="600" viewBox="0 0 600 600"><rect width="600" height="600" fill="${wall}"/><rect y="430" width="600" height="170" fill="${table}"/>${things}</svg>`;

const shade = (x: number, width: number) =>
  `<ellipse cx="${x}" cy="470" rx="${width}" ry="17" fill="#000" opacity=".16"/>`;

const lamp = scene(
  "#d9cdb8",
  "#8c6a4c",
  `<circle cx="300" cy="245" r="235" fill="#fff3cf" opacity=".5"/><circle cx="300" cy="245" r="165" fill="#fff3cf" opacity=".55"/>${shade(305, 112)}<path d="M210 140h180l46 150H164z" fill="#fbf3e0"/><path d="M300 140h90l46 150H300z" fill="#efe2c4"/><rect x="291" y="290" width="18" height="80" fill="#3b332b"/><path d="M300 355c58 0 84 40 84 74 0 30-22 42-84 42s-84-12-84-42c0-34 26-74 84-74z" fill="#2e5d4b"/><path d="M300 355c58 0 84 40 84 74 0 30-22 42-84 42z" fill="#264d3e"/>`,
);

const mug = scene(
  "#c9d3cc",
  "#a98b6b",
  `${shade(225, 105)}${shade(400, 100)}<path d="M468 330c56-12 66 92-6 92" fill="none" stroke="#b9654a" stroke-width="20"/><path d="M318 300h152l-10 150c-2 14-14 22-30 22h-72c-16 0-28-8-30-22z" fill="#c9745a"/><ellipse cx="394" cy="300" rx="76" ry="16" fill="#8b4836"/><path d="M136 264h176l-12 182c-2 16-16 26-34 26h-84c-18 0-32-10-34-26z" fill="#f3ece0"/><path d="M224 264h88l-12 182c-2 16-16 26-34 26h-42z" fill="#e6dccb"/><ellipse cx="224" cy="264" rx="88" ry="18" fill="#5b4636"/><path d="M138 300c-58-12-66 100 8 100" fill="none" stroke="#eae0d0" stroke-width="20"/><path d="M196 232c-14-30 18-40 4-74M246 232c-14-30 18-40 4-74" fill="none" stroke="#fff" stroke-width="8" stroke-linecap="round" opacity=".7"/>`,
);

const blanket = scene(
  "#d7c9bb",
  "#b89b7c",
  `${shade(300, 215)}<rect x="96" y="392" width="408" height="78" rx="36" fill="#e8dfcd"/><rect x="96" y="418" width="408" height="14" fill="#7a8a68"/><rect x="108" y="322" width="384" height="78" rx="36" fill="#f2ebdd"/><rect x="108" y="348" width="384" height="14" fill="#7a8a68"/><rect x="120" y="252" width="360" height="78" rx="36" fill="#e8dfcd"/><rect x="120" y="278" width="360" height="14" fill="#7a8a68"/><path d="M380 252h64c14 60 6 130 14 196l-70 10c-12-70 2-140-8-206z" fill="#5f7052"/><path d="M388 458l-4 34m22-36l-2 34m22-36l0 34m20-36l4 32" stroke="#5f7052" stroke-width="7" stroke-linecap="round"/>`,
);

const pot = scene(
  "#e3d8c4",
  "#9c7f63",
  `${shade(300, 140)}<path d="M300 320C250 220 170 220 150 150c80-8 140 50 150 130 0-110 10-170 60-210 36 70 0 150-44 210 20-70 80-110 150-92-20 70-90 92-166 132z" fill="#4f7a5b"/><path d="M300 320c4-120 20-190 60-250 36 70 0 150-44 210 20-70 80-110 150-92-20 70-90 92-166 132z" fill="#3f6549"/><path d="M196 310h208l-24 134H220z" fill="#c8704b"/><path d="M300 310h104l-24 134h-80z" fill="#b5613e"/><rect x="184" y="290" width="232" height="40" rx="8" fill="#d47f59"/><rect x="190" y="440" width="220" height="28" rx="12" fill="#b5613e"/>`,
);

const book = scene(
  "#c4ccd4",
  "#8f7358",
  `${shade(305, 195)}<rect x="120" y="412" width="360" height="56" rx="6" fill="#7b3f35"/><rect x="132" y="420" width="340" height="40" fill="#f4ecdd"/><rect x="146" y="352" width="324" height="60" rx="6" fill="#2f4a5e"/><rect x="158" y="360" width="304" height="44" fill="#f4ecdd"/><g transform="rotate(-9 300 240)"><rect x="200" y="104" width="210" height="256" rx="8" fill="#d9a441"/><rect x="200" y="104" width="26" height="256" fill="#b98630"/><rect x="252" y="150" width="126" height="12" fill="#fff8e6"/><rect x="252" y="176" width="92" height="12" fill="#fff8e6"/><circle cx="316" cy="270" r="40" fill="none" stroke="#fff8e6" stroke-width="10"/><path d="M316 230v80M276 270h80" stroke="#fff8e6" stroke-width="10"/></g>`,
);

const logo = `<svg xmlns="http://www.w3.org/2000/svg" width="80" height="80" viewBox="0 0 80 80"><rect width="80" height="80" fill="#2e5d4b"/><path d="M16 54c16-2 22-12 24-30 2 18 8 28 24 30" fill="none" stroke="#f5f2ed" stroke-width="6" stroke-linecap="round"/><path d="M40 24v36" stroke="#f5f2ed" stroke-width="6" stroke-linecap="round"/></svg>`;

/** The SVG of a picture by its name in the examples; undefined for any other. */
export const productPictures: ReadonlyMap<string, string> = new Map(
  Object.entries({ lamp, mug, blanket, pot, book, logo }),
);
