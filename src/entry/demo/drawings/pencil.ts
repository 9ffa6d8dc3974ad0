/** One shape as SVG, on a sheet of 512 × 512 whose ground line is y = 404. */
export type Shape = string;

/** A thing, drawn with its category's colours. */
export type Drawing = (tones: Tones) => readonly Shape[];

/** The colours of one category: its wall and floor, and one colour for things in three depths. */
export type Tones = {
  readonly wall: string;
  readonly floor: string;
  readonly main: string;
  readonly deep: string;
  readonly soft: string;
};

/** What looks the same in every room. */
export const wood = "#bd8f60";
export const woodDeep = "#99693f";
export const metal = "#b4bdbe";
export const metalDeep = "#8a9698";
export const cream = "#fbf4e6";
export const creamDeep = "#e7dac3";
export const leaf = "#6a9662";
export const leafDeep = "#48734f";
export const clay = "#cb7752";
export const clayDeep = "#ab5d3d";
export const ink = "#3d3a36";
export const soil = "#6f5443";
export const sun = "#edb84f";
export const rose = "#d98a93";
export const berry = "#c2503f";

type Frame = readonly [x: number, y: number, width: number, height: number, round?: number];

export function bar([x, y, width, height, round = 0]: Frame, fill: string): Shape {
  const corner = round === 0 ? "" : ` rx="${round}"`;
  return `<rect x="${x}" y="${y}" width="${width}" height="${height}"${corner} fill="${fill}"/>`;
}

export function dot(centre: readonly [x: number, y: number, radius: number], fill: string): Shape {
  const [x, y, radius] = centre;
  return `<circle cx="${x}" cy="${y}" r="${radius}" fill="${fill}"/>`;
}

export function oval(frame: readonly [x: number, y: number, rx: number, ry: number], fill: string): Shape {
  const [x, y, rx, ry] = frame;
  return `<ellipse cx="${x}" cy="${y}" rx="${rx}" ry="${ry}" fill="${fill}"/>`;
}

export function area(path: string, fill: string): Shape {
  return `<path d="${path}" fill="${fill}"/>`;
}

/** A line with round ends. */
export function line(path: string, stroke: string, width: number): Shape {
  return `<path d="${path}" fill="none" stroke="${stroke}" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round"/>`;
}

/** The shadow that a thing throws on the ground line. */
export function shade(x: number, halfWidth: number): Shape {
  return `<ellipse cx="${x}" cy="406" rx="${halfWidth}" ry="13" fill="#2a2118" opacity=".18"/>`;
}

/** Light around a lamp. */
export function glow(x: number, y: number, radius: number): Shape {
  return `<circle cx="${x}" cy="${y}" r="${radius}" fill="#ffe9ae" opacity=".16"/><circle cx="${x}" cy="${y}" r="${Math.round(radius * 0.62)}" fill="#ffe9ae" opacity=".22"/>`;
}

export function turned(degrees: number, shapes: readonly Shape[]): Shape {
  return `<g transform="rotate(${degrees} 256 256)">${shapes.join("")}</g>`;
}

/** `count` things in a row, the first at 0. */
export function row(count: number, shapeOf: (place: number) => Shape): Shape {
  return Array.from({ length: count }, (_, place) => shapeOf(place)).join("");
}

type Bloom = { readonly x: number; readonly y: number; readonly radius: number; readonly petals: number };

/** A flower seen from above. */
export function flower({ x, y, radius, petals }: Bloom, petal: string, heart: string): Shape {
  const leaves = row(petals, (place) => {
    const angle = Math.round((360 / petals) * place);
    const thickness = Math.round((radius * 2.6) / petals);
    return `<ellipse cx="${x}" cy="${y - radius * 0.62}" rx="${thickness}" ry="${radius * 0.45}" fill="${petal}" transform="rotate(${angle} ${x} ${y})"/>`;
  });
  return leaves + dot([x, y, Math.round(radius * 0.36)], heart);
}
