"use strict";
(() => {
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  for (const tools of all(".tools")) tools.hidden = false;

  const toggle = (open) => (event) => {
    const section = document.getElementById(event.target.dataset.open || event.target.dataset.close);
    for (const details of all("details.rule, details.card", section)) details.open = open;
  };
  for (const button of all("[data-open]")) button.addEventListener("click", toggle(true));
  for (const button of all("[data-close]")) button.addEventListener("click", toggle(false));

  // A link to a folded place unfolds it.
  const reveal = () => {
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target && target.tagName === "DETAILS") target.open = true;
  };
  addEventListener("hashchange", reveal);
  reveal();

  let folded = [];
  addEventListener("beforeprint", () => {
    folded = all("details:not([open])");
    for (const details of folded) details.open = true;
  });
  addEventListener("afterprint", () => {
    for (const details of folded) details.open = false;
  });

  // What matches stays; whatever has nothing left of it goes, and what is folded opens.
  const ancestors = (item) => {
    const found = [];
    const next = (from) => from.parentElement.closest(".family, .level, .group, details.outcome");
    for (let each = next(item); each; each = next(each)) found.push(each);
    return found;
  };
  for (const input of all("input[data-filter]")) {
    const items = all(input.dataset.filter);
    const around = [...new Set(items.flatMap((item) => ancestors(item)))];
    const status = input.closest(".tools").querySelector("[role=status]");
    let texts;
    input.addEventListener("input", () => {
      texts ??= items.map((item) => item.textContent.toLowerCase());
      const wanted = input.value.trim().toLowerCase();
      let shown = 0;
      const kept = new Set();
      items.forEach((item, index) => {
        item.hidden = !texts[index].includes(wanted);
        if (item.hidden) return;
        shown += 1;
        for (const each of ancestors(item)) kept.add(each);
      });
      status.textContent = wanted ? `${shown} of ${items.length} shown` : "";
      for (const each of around) {
        each.hidden = !kept.has(each);
        if (each.matches("details") && wanted) each.open = true;
      }
    });
  }

  for (const table of all("table.sortable")) {
    const body = table.tBodies[0];
    all("thead th", table).forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = head.textContent;
      head.replaceChildren(button);
      const isNumber = "number" in head.dataset;
      button.addEventListener("click", () => {
        const first = isNumber ? "descending" : "ascending";
        const second = isNumber ? "ascending" : "descending";
        const order = head.getAttribute("aria-sort") === first ? second : first;
        for (const other of all("thead th", table)) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", order);
        const sign = order === "ascending" ? 1 : -1;
        const key = (row) => row.cells[column].textContent.trim();
        const compare = isNumber
          ? (a, b) => Number(key(a)) - Number(key(b))
          : (a, b) => key(a).localeCompare(key(b));
        body.append(...[...body.rows].sort((a, b) => sign * compare(a, b)));
      });
    });
  }
})();
