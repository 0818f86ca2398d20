// A table that is wider than the page scrolls by itself; with this also by keyboard, and a screen reader says what it is.
new MutationObserver(() => {
  for (const table of document.querySelectorAll(".md-typeset__scrollwrap:not([tabindex])")) {
    table.tabIndex = 0
    table.setAttribute("role", "region")
    table.setAttribute("aria-label", document.documentElement.lang === "nl" ? "Tabel" : "Table")
  }
}).observe(document.documentElement, { childList: true, subtree: true })
