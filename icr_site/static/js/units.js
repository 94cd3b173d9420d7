// Expands and collapses the branches of the unit navigation.
for (const tree of document.querySelectorAll("[data-units]")) {
  const openAll = tree.querySelector('[data-units-all="true"]');
  const closeAll = tree.querySelector('[data-units-all="false"]');

  const toggles = () => [...tree.querySelectorAll(".units__toggle")];
  const isOpen = (toggle) => toggle.getAttribute("aria-expanded") === "true";
  const setOpen = (toggle, open) => toggle.setAttribute("aria-expanded", String(open));

  const offer = (button) => {
    if (!openAll || !closeAll) return;
    openAll.hidden = button !== openAll;
    closeAll.hidden = button !== closeAll;
  };

  // A partly expanded tree keeps its current button.
  const sync = () => {
    const all = toggles();
    if (all.length === 0) return;
    if (all.every(isOpen)) offer(closeAll);
    else if (!all.some(isOpen)) offer(openAll);
  };

  // A large tree lacks its closed branches: they are on the list of units.
  const listOfUnits = tree.dataset.units;
  let loading;
  const load = async () => {
    tree.ariaBusy = "true";
    const response = await fetch(listOfUnits);
    if (!response.ok) throw new Error(response.statusText);
    const list = new DOMParser().parseFromString(await response.text(), "text/html");
    const links = [...list.querySelectorAll(".units__link")];
    const found = new Map(links.map((link) => [link.getAttribute("href"), link.parentElement]));
    for (const toggle of tree.querySelectorAll(".units__toggle:last-child")) {
      const item = found.get(toggle.previousElementSibling.getAttribute("href"));
      toggle.after(...(item?.querySelectorAll(":scope > .units__list") ?? []));
    }
    tree.ariaBusy = "false";
  };

  tree.addEventListener("click", async (event) => {
    const button = event.target.closest(".units__toggle, [data-units-all]");
    if (!button) return;
    try {
      if (listOfUnits) await (loading ??= load());
    } catch {
      location.assign(listOfUnits);
      return;
    }
    if (button.matches(".units__toggle")) {
      setOpen(button, !isOpen(button));
      sync();
      return;
    }
    const open = button === openAll;
    for (const each of toggles()) setOpen(each, open);
    const next = open ? closeAll : openAll;
    offer(next);
    next?.focus();
  });

  sync();
}
