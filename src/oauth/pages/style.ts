/** The one style sheet of the pages. It stands inline; the Content-Security-Policy allows it by its hash. */

/** `design`: the variables that the rules use. */
export function toStyle(design: string): string {
  return design + rules
}

const rules = `*,*::before,*::after{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;min-height:100vh;min-height:100dvh;display:flex;flex-direction:column;align-items:center;
padding:max(1rem,6vh) 1rem 1.5rem;background:var(--background);color:var(--text);
font:1rem/1.5 var(--font);overflow-wrap:anywhere}
.brand{display:flex;align-items:center;gap:.625rem;margin:0 0 1.5rem;font-weight:650;font-size:var(--text-large);letter-spacing:-.01em}
.brand svg{display:block;width:2.25rem;height:2.25rem;flex:none;color:var(--accent)}
.brand img{display:block;max-width:12rem;max-height:3rem}
main{width:100%;max-width:26rem;padding:var(--space-6);background:var(--surface);border:1px solid var(--line);border-radius:var(--radius-large);
box-shadow:var(--shadow)}
h1{margin:0;font-size:var(--text-title);line-height:1.25;font-weight:650;letter-spacing:-.02em;text-wrap:balance}
p{margin:.5rem 0 0}
ul+p,.alert+p{margin-top:1rem}
.muted,dt,footer{color:var(--muted)}
.small,dl{font-size:var(--text-small)}
form{margin:1.5rem 0 0}
label{display:block;margin:1rem 0 .375rem;font-weight:550}
.text-field{display:block;width:100%;min-height:var(--control);padding:.5rem .75rem;font:inherit;color:inherit;
background:var(--field);border:1px solid var(--muted);border-radius:var(--radius)}
.password{position:relative}
.password:has(.show:not([hidden])) .text-field{padding-inline-end:6.5rem}
.show{position:absolute;inset-block:.25rem;inset-inline-end:.25rem;padding:0 .625rem;font:inherit;font-size:var(--text-small);font-weight:550;
color:var(--text);background:none;border:0;border-radius:.4375rem;cursor:pointer;text-decoration:underline;text-underline-offset:.15em}
.show[hidden]{display:none}
.text-field[aria-invalid=true]{border-color:var(--danger)}
.alert{margin:1.25rem 0 0;padding:.75rem .875rem;background:var(--danger-surface);color:var(--text);
border-inline-start:.25rem solid var(--danger);border-radius:var(--radius-small)}
.actions{display:flex;flex-wrap:wrap;gap:.75rem;margin:1.5rem 0 0}
.button{flex:1 1 auto;min-width:8rem;display:block;min-height:var(--control);padding:.5625rem 1rem;font:inherit;font-weight:600;align-content:center;
text-align:center;text-decoration:none;border-radius:var(--radius);border:1px solid var(--muted);background:transparent;color:var(--text);cursor:pointer}
.button.primary{background:var(--accent);border-color:transparent;color:var(--on-accent)}
.button:hover{filter:brightness(1.06)}
.button:not(.primary):hover{background:var(--field)}
a,.link{color:inherit;text-decoration:underline;text-underline-offset:.15em}
.link{padding:.25rem 0;font:inherit;background:none;border:0;cursor:pointer}
:focus-visible{outline:2px solid var(--text);outline-offset:2px}
ul{margin:.5rem 0 0;padding-inline-start:1.25rem}
li{margin:.25rem 0}
li::marker{color:var(--accent)}
h2{margin:1.25rem 0 0;font-size:1rem;font-weight:600}
dl{display:grid;grid-template-columns:auto 1fr;gap:.25rem .75rem;margin:1.25rem 0 0;padding:.75rem .875rem;background:var(--field);border-radius:var(--radius)}
dd{margin:0}
code{font:.875em/1.4 var(--mono)}
.notice{margin:1.25rem 0 0;padding:.75rem .875rem;background:var(--field);border-inline-start:.25rem solid var(--accent);border-radius:var(--radius-small)}
details{margin:.75rem 0 0}
summary{cursor:pointer;overflow-wrap:anywhere}
pre{margin:.5rem 0 0;padding:.75rem .875rem;background:var(--field);border-radius:var(--radius);overflow:auto}
.wide{max-width:40rem}
section{margin:2rem 0 0}
section h2{font-size:var(--text-large)}
h3{margin:0;font-size:1rem;font-weight:600}
.items{list-style:none;padding:0;margin:.75rem 0 0;border-top:1px solid var(--line)}
.items>li{display:flex;flex-wrap:wrap;align-items:flex-start;gap:.75rem 1rem;margin:0;padding:1rem 0;border-bottom:1px solid var(--line)}
.items>li>div{flex:1 1 16rem}
.items:last-child>li:last-child{border-bottom:0;padding-bottom:0}
h2+dl{margin-top:.5rem}
.items p{margin:.25rem 0 0}
.items ul{margin:.375rem 0 0}
.items form{margin:0}
section>form{margin:1rem 0 0}
.button.small{min-width:0;min-height:2.5rem;padding:.375rem .875rem;font-size:var(--text-small)}
.badge{display:inline-block;margin-inline-start:.375rem;padding:.0625rem .5rem;font-size:.75rem;font-weight:600;border:1px solid var(--muted);border-radius:1rem;vertical-align:.0625rem}
.account{display:flex;flex-wrap:wrap;align-items:baseline;gap:0 .5rem;margin:1.5rem 0 0;padding:1rem 0 0;border-top:1px solid var(--line);font-size:var(--text-small)}
.account form{margin:0}
footer{margin:1.5rem 0 0;max-width:25rem;font-size:.8125rem;text-align:center}
@media (max-width:26rem){main{padding:1.5rem 1.25rem}dl{grid-template-columns:1fr;gap:0}dd+dt{margin-top:.5rem}}
@media (prefers-reduced-motion:no-preference){.button{transition:background-color .12s,filter .12s}}
@media (forced-colors:active){.button,.alert,main{border:1px solid}}
`
