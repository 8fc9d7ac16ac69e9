/// The style sheet of the HTML report.
enum HTMLStyle {
    static let text = """
        :root { color-scheme: light dark; --ink: #1b1d21; --soft: #5b616b; --paper: #ffffff; --card: #f5f6f8; --line: #d9dce1;
          --good: #0b6b45; --bad: #b3261e; --amber: #8a5a00; --t0: #0067a8; --t1: #c04f00; --t2: #00795a; --t3: #a3437f;
          --t4: #6b5fc7; --t5: #7a6a00; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e6e8eb; --soft: #a3abb6; --paper: #15171a; --card: #1f2226;
          --line: #383d44; --good: #63d3a0; --bad: #ff8a80; --amber: #f0bd5a; --t0: #62b5f0; --t1: #f2a154; --t2: #4fd0aa;
          --t3: #e59ac8; --t4: #a99ff5; --t5: #d8c648; } }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
        main { max-width: 60rem; margin: 0 auto; padding: 1.5rem 1.25rem 4rem; }
        h1 { font-size: 1.6rem; line-height: 1.25; margin: .5rem 0 1rem; }
        h2 { font-size: 1.2rem; margin: 2.25rem 0 .75rem; padding-bottom: .25rem; border-bottom: 1px solid var(--line); }
        ul { padding-left: 1.2rem; margin: .5rem 0; } li { margin: .3rem 0; overflow-wrap: anywhere; }
        .alarm { background: var(--bad); color: var(--paper); padding: .7rem 1rem; border-radius: .5rem; font-weight: 600; }
        #verdict ul { list-style: none; padding: .75rem 1.1rem; background: var(--card); border-radius: .5rem;
          border-left: 4px solid var(--good); font-size: 1.05rem; }
        #original ul { list-style: none; padding: .75rem 1.1rem; background: var(--card); border-radius: .5rem;
          border-left: 4px solid var(--bad); }
        .warning { border-left: 4px solid var(--amber); background: var(--card); border-radius: .5rem; padding: .6rem 1rem;
          margin: .6rem 0; } .warning p { margin: .15rem 0; }
        .note, .detail, #limits, #setting { color: var(--soft); } .note, #setting { font-size: .9rem; } .detail { font-size: .85em; }
        .scroll { overflow-x: auto; }
        table { border-collapse: collapse; width: 100%; margin: .5rem 0 1.5rem; font-variant-numeric: tabular-nums; }
        caption { text-align: left; font-weight: 600; padding: .3rem 0; }
        th, td { text-align: left; vertical-align: top; padding: .32rem .6rem; border-bottom: 1px solid var(--line); }
        tbody th { font-weight: 400; min-width: 5.5rem; } thead th { font-size: .9rem; }
        .numbers td, .numbers thead th { text-align: right; white-space: nowrap; }
        figure { margin: 0 0 2.2rem; } figcaption { display: flex; flex-wrap: wrap; gap: .3rem 1.5rem; align-items: baseline; }
        .key { margin-right: 1rem; white-space: nowrap; } .key i { display: inline-block; width: .7rem; height: .7rem;
          margin-right: .4rem; } .key i.round { border-radius: 50%; }
        svg { display: block; width: 100%; height: auto; min-width: 30rem; }
        svg text { fill: var(--soft); font: 12px system-ui, sans-serif; } svg .label { fill: var(--ink); }
        .grid { stroke: var(--line); stroke-width: .7; } .axis, .whisker { stroke: var(--soft); stroke-width: 1; }
        .line, .fit { fill: none; stroke-width: 2; } .fit { stroke-dasharray: 7 4; } .mark { fill-opacity: .65; }
        .box { fill-opacity: .22; stroke-width: 1.3; } .median { stroke-width: 2.6; } .wait { fill-opacity: .35; }
        .band { fill-opacity: .15; } .band.far { fill-opacity: .08; } .spread { stroke-width: 1.2; }
        .knee { fill: none; stroke: var(--ink); stroke-width: 1.6; }
        .cross { stroke: var(--ink); stroke-width: 1.2; stroke-dasharray: 3 3; } .failed { fill: var(--bad); stroke: none; }
        .t0 { stroke: var(--t0); fill: var(--t0); } .t1 { stroke: var(--t1); fill: var(--t1); } .t2 { stroke: var(--t2);
          fill: var(--t2); } .t3 { stroke: var(--t3); fill: var(--t3); } .t4 { stroke: var(--t4); fill: var(--t4); }
        .t5 { stroke: var(--t5); fill: var(--t5); } .line.t0, .line.t1, .line.t2, .line.t3, .line.t4, .line.t5, .fit.t0,
        .fit.t1, .fit.t2, .fit.t3, .fit.t4, .fit.t5 { fill: none; } .mark, .bar, .band { stroke: none; }
        .k0 { background: var(--t0); } .k1 { background: var(--t1); } .k2 { background: var(--t2); } .k3 { background: var(--t3); }
        .k4 { background: var(--t4); } .k5 { background: var(--t5); }
        details { margin: .4rem 0; } summary + figure { margin-top: 1rem; } summary { cursor: pointer; color: var(--soft); } dt { margin-top: .6rem; } dd { margin: 0 0 0 1rem;
          color: var(--soft); }
        .question { border: 1px solid var(--line); border-radius: .5rem; padding: .4rem .9rem .7rem; margin: .7rem 0; }
        .question h3 { font-size: 1rem; margin: .4rem 0; } .pair { display: grid; gap: .7rem;
          grid-template-columns: repeat(auto-fit, minmax(15rem, 1fr)); }
        .answer { background: var(--card); border-radius: .4rem; padding: .5rem .8rem; overflow-wrap: anywhere; }
        .answer p { margin: .2rem 0; white-space: pre-wrap; unicode-bidi: isolate; } pre { white-space: pre-wrap;
          overflow-wrap: anywhere; font: .85rem/1.45 ui-monospace, monospace; unicode-bidi: isolate; }
        .right { color: var(--good); } .wrong { color: var(--bad); }
        @media (max-width: 40rem) { main { padding: 1rem .8rem 3rem; } body { font-size: 15px; } h1 { font-size: 1.3rem; }
          th, td { padding: .3rem .35rem; } .detail { display: block; white-space: normal; }
          svg { min-width: 0; overflow: visible; } svg text { font-size: 17px; }
          figure > .scroll { overflow: visible; } svg text[transform] { translate: -10px 0; } }
        @media print { :root { --paper: #fff; --ink: #000; --soft: #444; --card: #f4f4f4; --line: #ccc; --t0: #0067a8;
          --t1: #c04f00; --t2: #00795a; --t3: #a3437f; --good: #0b6b45; --bad: #b3261e; --amber: #8a5a00; }
          body { font-size: 10pt; } main { max-width: none; padding: 0; } .scroll { overflow: visible; } svg { min-width: 0; }
          figure, .question, .warning, .scroll, tr { break-inside: avoid; } h2 { break-after: avoid; }
          details:not([open]) { display: none; } #charts > details:not([open]) { display: block; }
          #charts > details::details-content { content-visibility: visible; } #charts > details > summary,
          section:not(:has(> :not(h2):not(details:not([open])))):not(#charts) { display: none; } }

        """
}
