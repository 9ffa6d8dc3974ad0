/** Hosted forms: numbers in a row, and a device in a shop that is touched from a step away. */
export const hosted = `
.scale .choices{grid-template-columns:repeat(auto-fit,minmax(2.75rem,1fr));gap:var(--s1)}
.scale .choice{position:relative;justify-content:center;padding-inline:var(--s1);text-align:center;font-variant-numeric:tabular-nums}
.scale .choice input{position:absolute;inset:0;inline-size:100%;block-size:100%;margin:0;opacity:0;cursor:pointer}
.scale .choice:has(:checked){background:var(--accent);color:var(--on-accent)}
.scale .choice .hint{position:absolute;inline-size:1px;block-size:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.scale-ends{display:flex;justify-content:space-between;gap:var(--s4);margin-block-start:var(--s2);font-size:.9375rem;color:var(--quiet)}
.scale-ends span:last-child{text-align:end}
progress{accent-color:var(--accent)}
.public .narrow:has(.kiosk){max-inline-size:56rem}
.public:has(.kiosk) .foot{display:none}
.kiosk{font-size:1.25rem}
.kiosk .form{max-inline-size:none}
.kiosk .form>*+*{margin-block-start:var(--s5)}
.kiosk h1{font-size:clamp(1.75rem,1.2rem + 3vw,3rem)}
.kiosk .lead{font-size:1.25rem}
.kiosk :is(label,legend){font-size:1.25rem}
.kiosk .hint,.kiosk .fault,.kiosk .scale-ends{font-size:1.0625rem}
.kiosk :is(.button,.input,.choice){min-block-size:4rem}
.kiosk .choice{align-items:center;padding:var(--s3) var(--s4)}
.kiosk .choice input{inline-size:1.75rem;block-size:1.75rem;margin:0}
.kiosk .choice-label{font-size:1.25rem}
.kiosk .scale .choices{grid-template-columns:repeat(auto-fit,minmax(3.5rem,1fr));gap:var(--s2)}
.kiosk .scale .choice{padding-inline:var(--s1)}
.kiosk .scale .choice input{inline-size:100%;block-size:100%}
.kiosk .button{font-size:1.25rem;padding-inline:var(--s6)}
.kiosk .button.primary{min-inline-size:min(100%,16rem)}
.kiosk .button.quiet{padding-inline:var(--s3)}
@media (max-width:30rem){.kiosk .button{inline-size:100%}}
`;
