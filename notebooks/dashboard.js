/* What the page does in the browser by itself; everything else is asked of the notebook. */
(() => {
document.documentElement.lang = "nl"; // Marimo's page says that it is in English.
document.title = "spuk dashboard";

/* What marimo leaves without a name or a place for who does not see the page. */
new MutationObserver(() => {
  const blad = document.querySelector("#App");
  if (blad && !blad.hasAttribute("role")) blad.setAttribute("role", "main");
  for (const bestand of document.querySelectorAll("marimo-file")) {
    const invoer = bestand.shadowRoot && bestand.shadowRoot.querySelector("input[type=file]");
    if (!invoer || invoer.hasAttribute("aria-label")) continue;
    invoer.setAttribute("aria-label", "Scenario laden (.toml)");
    for (const knop of bestand.shadowRoot.querySelectorAll("button[role=presentation]")) knop.removeAttribute("role");
  }
}).observe(document, { childList: true, subtree: true });

/* PNG: the picture beside a pressed button, on white at twice its size. */
function drawPng(knop) {
  const svg = knop.closest("figure").querySelector("svg");
  const [, , breed, hoog] = svg.getAttribute("viewBox").split(" ").map((maat) => 2 * Number(maat));
  const kopie = svg.cloneNode(true);
  kopie.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  kopie.setAttribute("width", breed);
  kopie.setAttribute("height", hoog);
  const beeld = new Image();
  beeld.onload = () => {
    const doek = document.createElement("canvas");
    doek.width = breed;
    doek.height = hoog;
    const pen = doek.getContext("2d");
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, breed, hoog);
    pen.drawImage(beeld, 0, 0, breed, hoog);
    const weg = document.createElement("a");
    weg.download = knop.dataset.naam + ".png";
    weg.href = doek.toDataURL("image/png");
    weg.click();
  };
  beeld.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(new XMLSerializer().serializeToString(kopie));
}

/* The address of the page, to give to somebody: it holds positions of knobs and no figure. */
async function copyAddress(knop) {
  const melding = knop.parentElement.querySelector("[role=status]");
  const adres = location.href;
  try {
    await navigator.clipboard.writeText(adres);
    melding.textContent = "Gekopieerd.";
  } catch {
    // Without leave, or without https on another computer than this one.
    melding.textContent = adres;
    getSelection().selectAllChildren(melding);
  }
}

/* A link or button that stands for a choice in one of the lists: the list is set as if it was chosen there. */
function choose(knop) {
  const lijst = document.querySelector(`[data-stand="${knop.dataset.knop}"] marimo-dropdown`);
  const keuze = lijst && lijst.shadowRoot && lijst.shadowRoot.querySelector("select");
  const optie = keuze && [...keuze.options].find((o) => o.textContent.trim() === knop.dataset.optie);
  if (!optie) return false;
  Object.getOwnPropertyDescriptor(HTMLSelectElement.prototype, "value").set.call(keuze, optie.value);
  keuze.dispatchEvent(new Event("change", { bubbles: true }));
  return true;
}

document.addEventListener("click", (gebeurtenis) => {
  const doel = gebeurtenis.target;
  const knop = doel.closest && doel.closest("button.png, button.kopieer, [data-knop]");
  if (!knop) return;
  if (knop.matches(".png")) drawPng(knop);
  else if (knop.matches(".kopieer")) copyAddress(knop);
  else if (!(gebeurtenis.ctrlKey || gebeurtenis.metaKey || gebeurtenis.shiftKey) && choose(knop)) {
    gebeurtenis.preventDefault();
    if (knop.matches("a")) {
      const kop = document.querySelector(".spuk.kop h1");
      kop.tabIndex = -1;
      kop.focus();
    }
  }
});

/* The values of a picture by key: the arrows go from place to place, Escape puts them away. */
const STAP = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
function show(tekening, nummer) {
  const vakken = [...tekening.querySelectorAll(".vak")];
  vakken.forEach((vak, i) => vak.classList.toggle("aan", i === nummer));
  const tip = nummer >= 0 && vakken[nummer].querySelector(".tip");
  tekening.querySelector("[role=status]").textContent = tip
    ? [...tip.children].map((deel) => deel.textContent + ({ STRONG: ":", B: "," }[deel.tagName] || "")).join(" ")
    : "";
}
document.addEventListener("keydown", (gebeurtenis) => {
  const tekening = gebeurtenis.target.closest && gebeurtenis.target.closest(".tekening");
  if (gebeurtenis.key === "Escape") {
    // Away too when the pointer holds it there, until it goes elsewhere.
    for (const t of document.querySelectorAll(".tekening")) {
      show(t, -1);
      t.classList.add("dicht");
    }
  } else if (tekening && gebeurtenis.key in STAP) {
    gebeurtenis.preventDefault();
    tekening.classList.remove("dicht");
    const vakken = [...tekening.querySelectorAll(".vak")];
    const nu = vakken.findIndex((vak) => vak.classList.contains("aan"));
    const stap = STAP[gebeurtenis.key];
    show(tekening, nu < 0 ? (stap > 0 ? 0 : vakken.length - 1) : Math.min(Math.max(nu + stap, 0), vakken.length - 1));
  }
});
document.addEventListener("focusout", (gebeurtenis) => {
  const tekening = gebeurtenis.target.closest && gebeurtenis.target.closest(".tekening");
  if (tekening) show(tekening, -1);
});
document.addEventListener("pointerover", (gebeurtenis) => {
  const vak = gebeurtenis.target.closest && gebeurtenis.target.closest(".vak");
  if (vak && vak !== document.spukVak) vak.closest(".tekening").classList.remove("dicht");
  document.spukVak = vak;
});
})();
