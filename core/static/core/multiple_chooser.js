// Lists the items chosen in a field, and adds to them with Wagtail's chooser.
class MultipleChooser {
  constructor(field) {
    this.field = field;
    this.select = field.querySelector("select");
    this.list = field.querySelector("ul");
    this.definition = JSON.parse(field.querySelector("script").textContent);
    this.button = field.querySelector("button");
    this.button.addEventListener("click", () => this.choose());
    this.show();
  }

  choose() {
    this.factory ??= window.telepath.unpack(this.definition);
    const options = { multiple: true, parentId: this.field.dataset.start };
    this.factory.openModal((items) => this.add(items), options);
  }

  add(items) {
    const chosen = new Set([...this.select.options].map((option) => option.value));
    for (const { id, adminTitle, title, string } of [items].flat()) {
      if (!chosen.has(String(id))) this.select.add(new Option(adminTitle ?? title ?? string, id, true, true));
    }
    this.changed();
    this.button.focus();
  }

  remove(option) {
    option.remove();
    this.changed();
    this.button.focus();
  }

  changed() {
    this.show();
    this.select.dispatchEvent(new Event("change", { bubbles: true }));
  }

  show() {
    const items = [...this.select.options].map((option) => this.item(option));
    if (items.length === 0) {
      const empty = document.createElement("li");
      empty.className = "multiple-chooser__empty";
      empty.textContent = this.field.dataset.empty;
      items.push(empty);
    }
    this.list.replaceChildren(...items);
  }

  item(option) {
    const item = document.createElement("li");
    item.className = "multiple-chooser__item";
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button-small button-secondary no";
    button.textContent = this.field.dataset.remove;
    button.setAttribute("aria-label", `${this.field.dataset.remove}: ${option.text}`);
    button.addEventListener("click", () => this.remove(option));
    item.append(option.text, button);
    return item;
  }
}

document.addEventListener("DOMContentLoaded", () => {
  for (const field of document.querySelectorAll("[data-multiple-chooser]")) new MultipleChooser(field);
});
