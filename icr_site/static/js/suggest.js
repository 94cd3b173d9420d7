// Search suggestions: the combobox pattern of the ARIA Authoring Practices.
const PAUSE = 150; // milliseconds without a key press before the request

function element(name, attributes, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

class Suggestions {
  constructor(form) {
    this.url = form.dataset.suggestions;
    this.input = form.querySelector(".search__input");
    const id = `${this.input.id}-suggestions`;
    this.list = element("ul", {
      id,
      role: "listbox",
      class: "search__list",
      "aria-label": this.input.labels[0].textContent,
    });
    this.status = element("div", { role: "status", class: "visually-hidden" });
    const roles = { role: "combobox", "aria-autocomplete": "list", "aria-controls": id, autocomplete: "off" };
    for (const [key, value] of Object.entries(roles)) this.input.setAttribute(key, value);
    this.close();
    this.input.after(this.list, this.status);
    this.input.addEventListener("input", () => this.later());
    this.input.addEventListener("keydown", (event) => this.press(event));
    this.input.addEventListener("blur", () => this.close());
    this.list.addEventListener("pointerdown", (event) => event.preventDefault()); // keeps the focus
    this.list.addEventListener("click", (event) => this.follow(event.target.closest("[role=option]")));
  }

  get options() {
    return [...this.list.children];
  }

  get active() {
    return this.list.querySelector('[aria-selected="true"]');
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.load(), PAUSE);
  }

  async load() {
    this.request?.abort();
    this.request = new AbortController();
    const query = new URLSearchParams({ q: this.input.value });
    try {
      const response = await fetch(`${this.url}?${query}`, { signal: this.request.signal });
      if (response.ok) this.show(await response.json());
      else this.close();
    } catch {
      this.close(); // aborted by a newer request, or offline: the form still works
    }
  }

  show({ suggestions, message }) {
    const options = suggestions.map(({ title, url, kind }, number) => {
      const name = element("span", {}, title);
      const attributes = { id: `${this.list.id}-${number}`, role: "option", class: "search__option", "data-url": url };
      return element("li", attributes, name, " ", element("span", { class: "search__kind" }, kind));
    });
    this.list.replaceChildren(...options);
    this.activate(null);
    const isOpen = options.length > 0 && document.activeElement === this.input;
    this.list.hidden = !isOpen;
    this.input.setAttribute("aria-expanded", String(isOpen));
    this.status.textContent = this.input.value.trim().length > 1 ? message : "";
  }

  close() {
    clearTimeout(this.timer);
    this.show({ suggestions: [], message: "" });
  }

  activate(option) {
    for (const each of this.options) each.setAttribute("aria-selected", String(each === option));
    if (option) this.input.setAttribute("aria-activedescendant", option.id);
    else this.input.removeAttribute("aria-activedescendant");
    option?.scrollIntoView({ block: "nearest" });
  }

  move(step) {
    const options = this.options;
    if (options.length === 0) return this.load();
    const from = this.active ? options.indexOf(this.active) : step > 0 ? -1 : options.length;
    return this.activate(options[from + step] ?? null); // past either end: back to the input
  }

  follow(option) {
    if (option) window.location.assign(option.dataset.url);
  }

  press(event) {
    if (event.isComposing) return;
    if (event.key === "ArrowDown") this.move(1);
    else if (event.key === "ArrowUp") this.move(-1);
    else if (event.key === "Enter" && this.active) this.follow(this.active);
    else if (event.key === "Escape" && !this.list.hidden) this.close();
    else return;
    event.preventDefault();
  }
}

for (const form of document.querySelectorAll("[data-suggestions]")) new Suggestions(form);
