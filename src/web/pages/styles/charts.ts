/** Charts are SVG shapes that stretch; their words are HTML, so that they never shrink with the picture. */
export const charts = `
.spark{display:block;inline-size:100%;block-size:2.5rem;color:var(--accent)}
.spark path{vector-effect:non-scaling-stroke}
.spark .line{fill:none;stroke:currentColor;stroke-width:2;stroke-linejoin:round;stroke-linecap:round}
.spark .area{fill:currentColor;opacity:.12}
.chart-plot{display:block;inline-size:100%;block-size:10rem;border-block-end:1px solid var(--edge)}
.chart-plot rect{fill:var(--accent)}
.chart-plot .reach{fill:transparent}
.chart-plot .second{fill-opacity:.62}
.chart-plot path{vector-effect:non-scaling-stroke;fill:none;stroke-linejoin:round;stroke-linecap:round}
.chart-plot .line{stroke:var(--accent);stroke-width:2.5}
.chart-plot .marks{stroke:var(--accent);stroke-width:9}
.chart-plot .guide{stroke:var(--quiet);stroke-width:1.5;stroke-dasharray:4 4}
.chart-legend{display:flex;flex-wrap:wrap;gap:var(--s1) var(--s4);list-style:none;padding:0;margin:var(--s2) 0 0;font-size:.8125rem;color:var(--quiet)}
.chart-legend li::before{content:"";display:inline-block;inline-size:1.25rem;border-block-start:2.5px solid var(--accent);margin-inline-end:var(--s1);vertical-align:middle}
.chart-legend .guide::before{border-block-start:1.5px dashed var(--quiet)}
.chart-top{display:flex;justify-content:space-between;gap:var(--s3);font-size:.8125rem;color:var(--quiet);padding-block-end:var(--s1);font-variant-numeric:tabular-nums}
.chart-axis{display:flex;justify-content:space-between;gap:var(--s2);font-size:.8125rem;color:var(--quiet);padding-block-start:var(--s1)}
.chart figcaption{font-weight:650;margin-block-end:var(--s2)}
.chart details{font-size:.9375rem}
.chart summary{font-size:.875rem;color:var(--quiet)}
.bars>li{padding-block:.4375rem}
.bars-words{display:flex;justify-content:space-between;gap:var(--s3);font-size:.9375rem}
.bars-words>:first-child{min-inline-size:0}
dl>.bars-words{flex-wrap:wrap}
dl>.bars-words:has(>dd>.badge){flex-wrap:nowrap}
dl>.bars-words>dd:has(.badge){flex:none}
dl>.bars-words>dt{min-inline-size:min-content;max-inline-size:100%;overflow-wrap:break-word}
dl>.bars-words>dd{min-inline-size:0;margin-inline-start:auto;text-align:end;overflow-wrap:anywhere}
.bars-words a{display:inline-flex;align-items:center;min-block-size:1.5rem}
.bars svg{display:block;inline-size:100%;block-size:.5rem;margin-block-start:.3125rem}
.bars .track{fill:var(--sunken)}
.bars .fill{fill:var(--accent)}
.flash progress{display:block;inline-size:100%;block-size:.75rem;margin-block:var(--s2);accent-color:var(--accent)}
`;
