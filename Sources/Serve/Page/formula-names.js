// TeX's names of characters, for `formula.js`.

function named(list, kind) {
  return Object.fromEntries(list.trim().split(/\s+/).map((pair) => {
    const [name, text] = pair.split("=");
    return [name, { kind, text }];
  }));
}

/** Letters. */
export const letters = {
  ...named(`
    alpha=α beta=β gamma=γ delta=δ epsilon=ϵ varepsilon=ε zeta=ζ eta=η theta=θ vartheta=ϑ iota=ι kappa=κ lambda=λ mu=μ nu=ν
    xi=ξ omicron=ο pi=π varpi=ϖ rho=ρ varrho=ϱ sigma=σ varsigma=ς tau=τ upsilon=υ phi=ϕ varphi=φ chi=χ psi=ψ omega=ω
    ell=ℓ hbar=ℏ imath=ı jmath=ȷ wp=℘ Re=ℜ Im=ℑ aleph=ℵ partial=∂ nabla=∇ infty=∞ emptyset=∅ varnothing=∅ degree=°
    angle=∠ triangle=△ square=□ Box=□ top=⊤ bot=⊥ checkmark=✓ S=§ P=¶ dagger=† ddagger=‡ AA=Å`),
  ...Object.fromEntries(Object.entries(named(`
    Gamma=Γ Delta=Δ Theta=Θ Lambda=Λ Xi=Ξ Pi=Π Sigma=Σ Upsilon=Υ Phi=Φ Psi=Ψ Omega=Ω`)).map(
    ([name, letter]) => [name, { ...letter, isUpright: true }])),
};

/** Operators, relations, arrows, fences, accents and spaces. */
export const commands = {
  ...named(`
    times=× div=÷ cdot=⋅ ast=∗ star=⋆ circ=∘ bullet=∙ pm=± mp=∓ oplus=⊕ ominus=⊖ otimes=⊗ odot=⊙ cup=∪ cap=∩ setminus=∖
    wedge=∧ land=∧ vee=∨ lor=∨ neg=¬ lnot=¬ sqcup=⊔ sqcap=⊓ uplus=⊎ amalg=⨿ wr=≀ leq=≤ le=≤ leqslant=⩽ geq=≥ ge=≥ geqslant=⩾
    neq=≠ ne=≠ lt=< gt=> ll=≪ gg=≫ equiv=≡ approx=≈ sim=∼ simeq=≃ cong=≅ propto=∝ asymp=≍ doteq=≐ prec=≺ succ=≻ preceq=⪯
    succeq=⪰ subset=⊂ supset=⊃ subseteq=⊆ supseteq=⊇ subsetneq=⊊ in=∈ notin=∉ ni=∋ mid=∣ nmid=∤ parallel=∥ perp=⊥
    vdash=⊢ dashv=⊣ models=⊨ vDash=⊨ forall=∀ exists=∃ nexists=∄ therefore=∴ because=∵ to=→ rightarrow=→ leftarrow=← gets=←
    leftrightarrow=↔ Rightarrow=⇒ implies=⟹ Leftarrow=⇐ impliedby=⟸ Leftrightarrow=⇔ iff=⟺ mapsto=↦ longmapsto=⟼
    longrightarrow=⟶ longleftarrow=⟵ Longrightarrow=⟹ hookrightarrow=↪ uparrow=↑ downarrow=↓ updownarrow=↕ nearrow=↗
    searrow=↘ rightharpoonup=⇀ rightleftharpoons=⇌ leadsto=⇝ ldots=… dots=… dotsc=… cdots=⋯ dotsb=⋯ vdots=⋮ ddots=⋱ colon=:
    prime=′ backslash=\\ triangleq=≜ coloneqq=≔ lesssim=≲ gtrsim=≳ %=% #=# $=$ &=& _=_`, "operator"),
  ...named("{={ }=} lbrace={ rbrace=} lbrack=[ rbrack=] langle=⟨ rangle=⟩ lfloor=⌊ rfloor=⌋ lceil=⌈ rceil=⌉ |=‖ Vert=‖ vert=| lvert=| rvert=| lVert=‖ rVert=‖", "fence"),
  ...named(`
    sum=∑ prod=∏ coprod=∐ int=∫ iint=∬ iiint=∭ oint=∮ bigcup=⋃ bigcap=⋂ bigoplus=⨁ bigotimes=⨂ bigvee=⋁ bigwedge=⋀
    bigsqcup=⨆ biguplus=⨄`, "large"),
  ...named("hat=^ widehat=^ bar=¯ overline=‾ vec=→ overrightarrow=→ tilde=~ widetilde=~ dot=˙ ddot=¨ check=ˇ breve=˘ mathring=˚ acute=´ grave=`", "accent"),
  ...named("underline=_", "under"),
  ",": { kind: "space", width: "0.17em" }, ":": { kind: "space", width: "0.22em" }, ";": { kind: "space", width: "0.28em" },
  "!": { kind: "space", width: "-0.17em" }, " ": { kind: "space", width: "0.33em" }, quad: { kind: "space", width: "1em" },
  qquad: { kind: "space", width: "2em" }, thinspace: { kind: "space", width: "0.17em" }, enspace: { kind: "space", width: "0.5em" },
  space: { kind: "space", width: "0.33em" }, "\n": { kind: "space", width: "0.33em" },
};

/** Functions, which stand upright. */
export const functionNames = (
  "sin cos tan cot sec csc arcsin arccos arctan sinh cosh tanh coth log ln lg exp lim limsup liminf max min sup inf arg argmax argmin "
  + "det dim ker hom deg gcd lcm Pr tr rank diag sgn sign softmax Var Cov"
).split(" ");

/** Commands that change the letters of their argument. */
export const alphabets = {
  mathrm: { style: "normal" }, mathbf: { style: "bold" }, boldsymbol: { style: "bold" }, bm: { style: "bold" }, mathbb: { style: "double" },
  mathcal: { style: "script" }, mathscr: { style: "script" }, mathfrak: { style: "fraktur" }, mathsf: { style: "sans" }, mathtt: { style: "mono" },
  mathit: { style: "italic" }, text: { style: "", isText: true }, textrm: { style: "", isText: true }, mbox: { style: "", isText: true },
  textbf: { style: "bold", isText: true }, textit: { style: "italic", isText: true }, texttt: { style: "mono", isText: true },
};

/** Environments: the fences around them, and the style of their cells. */
export const environments = {
  matrix: {}, smallmatrix: {}, pmatrix: { open: "(", close: ")" }, bmatrix: { open: "[", close: "]" }, Bmatrix: { open: "{", close: "}" },
  vmatrix: { open: "|", close: "|" }, Vmatrix: { open: "‖", close: "‖" }, cases: { open: "{", style: "cases" },
  array: { hasColumns: true }, aligned: { style: "aligned" }, align: { style: "aligned" }, split: { style: "aligned" },
  alignat: { style: "aligned", hasColumns: true }, equation: {}, gather: { style: "gathered" }, gathered: { style: "gathered" },
};
