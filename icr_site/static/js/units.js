// Expands and collapses the branches of the unit navigation.
for (const tree of document.querySelectorAll("[data-units]")) {
  const toggles = [...tree.querySelectorAll(".units__toggle")];
  const openAll = tree.querySelector('[data-units-all="true"]');
  const closeAll = tree.querySelector('[data-units-all="false"]');

  const isOpen = (toggle) => toggle.getAttribute("aria-expanded") === "true";
  const setOpen = (toggle, open) => toggle.setAttribute("aria-expanded", String(open));

  const offer = (button) => {
    if (!openAll || !closeAll) return;
    openAll.hidden = button !== openAll;
    closeAll.hidden = button !== closeAll;
  };

  // A partly expanded tree keeps its current button.
  const sync = () => {
    if (toggles.length === 0) return;
    if (toggles.every(isOpen)) offer(closeAll);
    else if (!toggles.some(isOpen)) offer(openAll);
  };

  tree.addEventListener("click", (event) => {
    const toggle = event.target.closest(".units__toggle");
    if (toggle) {
      setOpen(toggle, !isOpen(toggle));
      sync();
      return;
    }
    const all = event.target.closest("[data-units-all]");
    if (!all) return;
    const open = all.dataset.unitsAll === "true";
    for (const each of toggles) setOpen(each, open);
    const next = open ? closeAll : openAll;
    offer(next);
    next?.focus();
  });

  sync();
}
