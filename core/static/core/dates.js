// Shows below a date how the server understands the input, or what is wrong with it.
document.addEventListener("change", async ({ target }) => {
  const id = target.id && CSS.escape(target.id);
  const output = id && document.querySelector(`output[data-explain][for="${id}"]`);
  if (!output) return;
  const typed = target.value;
  const url = new URL(output.dataset.explain, location);
  url.searchParams.set("typed", typed);
  const response = await fetch(url);
  const isInvalid = response.status === 422;
  if (target.value !== typed || !(response.ok || isInvalid)) return;
  output.textContent = await response.text();
  output.classList.toggle("error-message", isInvalid);
  target.setAttribute("aria-invalid", isInvalid);
});
