/** How the page looks, in light and in dark. Names no font: it is the system's. */

/** The text of the `style` element. */
export const styleText: string = `
:root{color-scheme:light dark;--ground:light-dark(#f5f6f9,#10131a);--card:light-dark(#fff,#1a1f29);--head:light-dark(#eef1f7,#232a37);
--border:light-dark(#cfd5e1,#353e4f);--rule:light-dark(#eff1f5,#242b37);--text:light-dark(#1b2130,#e7eaf1);--soft:light-dark(#586174,#a3adbf);
--accent:light-dark(#2853c9,#8fb1ff);--tint:light-dark(#e3eafc,#22304f);--mark:light-dark(#8a4a00,#f0b56b);--line:light-dark(#8d97aa,#667186);
--hit:light-dark(#b45309,#fbbf24);--shadow:light-dark(#1b213014,#00000066);
font:14px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
:root[data-theme=light]{color-scheme:light}:root[data-theme=dark]{color-scheme:dark}
*{box-sizing:border-box}
[hidden]{display:none!important}
body{margin:0;background:var(--ground);color:var(--text);overflow:hidden}
#stage{position:fixed;inset:0;cursor:grab;touch-action:none;user-select:none;-webkit-user-select:none}
#stage.dragged{cursor:grabbing}
#canvas{display:block;width:100%;height:100%}
#world{transform-origin:0 0;transform-box:view-box}
#canvas text{font-family:inherit;fill:var(--text);unicode-bidi:isolate}
.rows text{font-size:12px}
.card{fill:var(--card)}
.frame{fill:none;stroke:var(--border);stroke-width:1}
.head{fill:var(--head)}
.rule{stroke:var(--rule);fill:none}
#canvas .title{font-size:13.5px;font-weight:650}
.view .title,.materializedView .title{font-style:italic}
#canvas .type{fill:var(--soft);font-size:11px;text-anchor:end}
#canvas .mark{fill:var(--soft);font-size:9px;font-weight:700;letter-spacing:.03em}
#canvas .PK{fill:var(--mark)}#canvas .FK{fill:var(--accent)}
#canvas .far{display:none;text-anchor:middle;font-weight:650}
.key path{fill:none;stroke:var(--line);stroke-width:1.4}
.key .ends{stroke-width:1.4;fill:var(--ground)}
.declared .way{stroke-dasharray:6 5}
.table{cursor:pointer;outline:none}
.table:hover .frame,.table:focus-visible .frame{stroke:var(--accent);stroke-width:2}
.afar .rows,.afar .title,.afar .head{display:none}
#canvas.afar .far{display:block}
.afar .ends{display:none}
.afar .key path{stroke-width:3}
.afar .frame{stroke:var(--line);stroke-width:2.5}
.away{display:none}
.chosen .table:not(.near){opacity:.13}
.chosen .key:not(.near){opacity:.07}
.chosen .key.near path{stroke:var(--accent);stroke-width:2}
.chosen.afar .key.near path{stroke-width:5}
.chosen .self .frame{stroke:var(--accent);stroke-width:2.5}
.chosen .self .head{fill:var(--tint)}
.hit .frame{stroke:var(--hit);stroke-width:2.5}
.afar .hit .frame{stroke-width:8}
#bar{position:fixed;z-index:2;top:16px;left:16px;display:flex;gap:16px;align-items:center;max-width:calc(100vw - 32px)}
#find{position:relative}
#search{width:320px;max-width:60vw;height:40px;padding:0 44px 0 14px;border:1px solid var(--border);border-radius:10px;background:var(--card);color:var(--text);font:inherit;box-shadow:0 2px 10px var(--shadow)}
#search::placeholder{color:var(--soft);opacity:1}
#search::-webkit-search-cancel-button{display:none}
:focus-visible{outline:2px solid var(--accent);outline-offset:1px}
kbd{position:absolute;right:10px;top:9px;padding:0 7px;border:1px solid var(--border);border-radius:5px;color:var(--soft);font:12px/20px ui-monospace,monospace}
#search:focus+kbd{visibility:hidden}
#results{position:absolute;top:46px;left:0;width:380px;max-width:90vw;max-height:min(60vh,480px);overflow:auto;margin:0;padding:6px;list-style:none;background:var(--card);border:1px solid var(--border);border-radius:12px;box-shadow:0 8px 30px var(--shadow)}
#results li{display:flex;justify-content:space-between;gap:16px;padding:6px 10px;border-radius:7px;cursor:pointer}
#results li:hover{background:var(--head)}
#results [aria-selected=true]{background:var(--tint)}
#results b{font-weight:550;overflow-wrap:anywhere;unicode-bidi:isolate}#results .empty{color:var(--soft);cursor:default}
small,#count{color:var(--soft);font-size:12.5px}
#count,#legend{margin:0}
#tools{position:fixed;z-index:2;left:16px;bottom:16px;display:flex;align-items:center;padding:4px;background:var(--card);border:1px solid var(--border);border-radius:11px;box-shadow:0 2px 10px var(--shadow)}
button{font:inherit;color:inherit;background:none;border:0;cursor:pointer}
#tools button{min-width:34px;height:32px;padding:0 9px;border-radius:7px}
#tools button:hover{background:var(--head)}
#scale{min-width:46px;text-align:center;font-size:12.5px;font-variant-numeric:tabular-nums;color:var(--soft)}
#legend{position:fixed;z-index:1;left:244px;bottom:16px;height:42px;padding:0 16px;background:var(--card);border:1px solid var(--border);border-radius:11px;box-shadow:0 2px 10px var(--shadow);display:flex;align-items:center;gap:18px;color:var(--soft);font-size:12px;pointer-events:none}
#legend span{display:flex;align-items:center;gap:7px}
#legend i{position:relative;width:24px;border-top:1.5px solid var(--line)}
#legend i::after{content:"";position:absolute;box-sizing:border-box;border:solid var(--line);border-width:0}
#legend .many::after{right:0;top:-5.5px;border-width:4.5px 0 4.5px 9px;border-color:transparent;border-right:0;background:linear-gradient(to bottom left,transparent 46%,var(--line) 46% 56%,transparent 56%) top/100% 50% no-repeat,linear-gradient(to top left,transparent 46%,var(--line) 46% 56%,transparent 56%) bottom/100% 50% no-repeat;background-origin:border-box;width:9px;height:10px}
#legend .one::after{right:6px;top:-6px;height:10px;border-left-width:1.5px}
#legend .none::after{right:3px;top:-5px;width:8px;height:8px;border-width:1.5px;border-radius:50%;background:var(--card)}
#legend .dashed{border-top-style:dashed}
#panel{position:fixed;z-index:3;top:0;right:0;bottom:0;width:380px;max-width:100vw;overflow:auto;padding:18px 20px 28px;background:var(--card);border-left:1px solid var(--border);box-shadow:-4px 0 24px var(--shadow);overflow-wrap:anywhere}
.top{display:flex;justify-content:space-between;gap:12px}
h1{margin:0;font-size:20px;line-height:1.35;font-weight:650;unicode-bidi:isolate}
.close{width:32px;height:32px;flex:none;border-radius:8px;font-size:20px;line-height:1;color:var(--soft)}
.close:hover{background:var(--head)}
.models{margin:0;color:var(--soft)}
p.comment{margin:10px 0 0}
h2{margin:22px 0 4px;font-size:12.5px;font-weight:650;color:var(--soft);display:flex;justify-content:space-between}
#panel ul{margin:0;padding:0;list-style:none}
#panel li{display:flex;flex-wrap:wrap;gap:1px 8px;align-items:baseline;padding:6px 0;border-top:1px solid var(--rule);unicode-bidi:isolate}
#panel b{font-weight:550}
#panel code{font:12px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;color:var(--soft)}
#panel .column b{flex:1;min-width:40%}
.marks{flex:none;width:44px;display:flex;gap:4px}
.marks i{font-style:normal;font-size:10px;font-weight:700;color:var(--soft)}
.marks .PK{color:var(--mark)}.marks .FK{color:var(--accent)}
#panel .column small{width:100%;padding-left:52px}
#panel li:not(.column) small{width:100%}
#panel li small:empty{display:none}
.arrow{color:var(--soft)}
.link{padding:0;color:var(--accent);text-decoration:underline;text-decoration-color:transparent;text-underline-offset:3px;text-align:left;border-radius:4px}
.link:hover{text-decoration-color:currentColor}
#panel .declared{border-top-style:dashed;border-top-color:var(--line)}
.beside #legend{display:none}
@media(max-width:860px){#count,#legend{display:none}}
@media(max-width:720px){#panel{top:auto;left:0;width:auto;height:55vh;border-left:0;border-top:1px solid var(--border);border-radius:14px 14px 0 0}}
@media print{:root,:root[data-theme]{color-scheme:light}body{overflow:visible}#bar,#tools,#legend,#panel{display:none}#stage{position:static}
#canvas{width:100%;height:auto;max-height:97vh}#world{transform:none!important}.away{display:block}.afar .rows,.afar .title,.afar .head,.afar .ends{display:block}#canvas.afar .far{display:none}
.afar .key path,.afar .frame{stroke-width:1.4}.table:not(.near),.key:not(.near){opacity:1!important}}
`
