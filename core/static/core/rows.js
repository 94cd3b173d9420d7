// Titles each row of an inline panel with what it holds, and collapses the saved ones.
class Rows {
  constructor(panel) {
    this.fields = panel.dataset.rowTitle.split(" ");
    // Wagtail's choosers send no event when something was chosen.
    this.observer = new MutationObserver((changes) => changes.forEach(({ target }) => this.show(target)));
    for (const row of panel.querySelectorAll("[data-inline-panel-child]")) {
      this.start(row);
      if (this.title(row)) row.querySelector("[data-panel]").classList.add("collapsed");
    }
    panel.addEventListener("w-formset:added", ({ target }) => this.start(target));
    panel.addEventListener("input", ({ target }) => this.show(target));
  }

  start(row) {
    for (const title of row.querySelectorAll("[data-chooser-title]")) {
      this.observer.observe(title, { childList: true });
    }
    this.show(row);
  }

  value(row, name) {
    const field = row.querySelector(`[name$="-${name}"]`);
    if (!field?.value) return "";
    if (field.tagName === "SELECT") return field.selectedOptions[0].text;
    const chosen = row.querySelector(`[id="${field.id}-chooser"] [data-chooser-title]`);
    return (chosen?.textContent ?? field.value).trim();
  }

  // Empty as long as the first of the fields is.
  title(row) {
    const values = this.fields.map((name) => this.value(row, name));
    return values[0] && values.filter(Boolean).join(", ");
  }

  show(target) {
    const row = target.closest("[data-inline-panel-child]");
    const count = row.querySelector("[data-inline-panel-child-count]");
    const label = count.previousSibling;
    this.label ??= label.textContent;
    const title = this.title(row);
    label.textContent = title || this.label;
    count.hidden = Boolean(title);
  }
}

// Before the document is ready, which is when Wagtail collapses panels.
for (const panel of document.querySelectorAll("[data-row-title]")) new Rows(panel);
