import { hostedSources } from "#catalogue/images/image-name.ts";

type PictureProps = {
  readonly url: string;
  readonly width: number;
  readonly height: number;
  /** How wide it is shown, as `sizes` says it. */
  readonly sizes: string;
  /** It is what the page is about, or one of many further down. */
  readonly isFirst?: boolean;
};

/** A product set's picture: one that is hosted here comes as large as the screen needs it, any other as it is. */
export function ProductPicture({ url, width, height, sizes, isFirst = false }: PictureProps) {
  const sources = hostedSources(url);
  const image = isFirst ? (
    <img src={url} alt="" width={width} height={height} fetchpriority="high" />
  ) : (
    <img src={url} alt="" width={width} height={height} loading="lazy" decoding="async" />
  );
  if (sources === undefined) return image;
  return (
    <picture>
      <source type="image/webp" srcset={sources} sizes={sizes} />
      {image}
    </picture>
  );
}
