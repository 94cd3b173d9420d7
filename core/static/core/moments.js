// Says below a date how the server understands what has been typed into it, or what is wrong.
document.addEventListener("change", async ({ target }) => {
  const id = target.id && CSS.escape(target.id);
  const output = id && document.querySelector(`output[data-explain][for="${id}"]`);
  if (!output) return;
  const typed = target.value;
  const url = new URL(output.dataset.explain, location);
  url.searchParams.set("typed", typed);
  const response = await fetch(url);
  if (response.ok && target.value === typed) output.textContent = await response.text();
});
