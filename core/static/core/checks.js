// The checks of core/checker.py; each answers whether an element is as it should be.
{
  const plain = (text) => text.toLowerCase().replace(/[\s\p{P}\p{S}]+/gu, " ").trim();
  const nameOf = (link) => link.getAttribute("aria-label") ?? link.textContent;

  const checks = {
    "alt-is-file-name": (image, { pattern }) => !new RegExp(pattern, "i").test(image.alt.trim()),
    "alt-repeats-caption": (image) => {
      const caption = image.closest("figure").querySelector("figcaption");
      return !caption || !plain(caption.textContent).includes(plain(image.alt));
    },
    "link-is-vague": (link, { vague }) => !vague.includes(plain(nameOf(link))),
    "summary-is-empty": (heading, { isEmpty }) => !isEmpty,
  };

  const bar = document.querySelector("wagtail-userbar");
  for (const [name, check] of Object.entries(checks)) bar.registerCheck(name, check);
}
