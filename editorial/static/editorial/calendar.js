// Drag and drop moves a schedule to another day; its time of day stays the same.
const calendar = document.querySelector("[data-calendar]");
const FORMAT = "text/x-schedule";

const dayOf = (event) => event.target.closest("[data-day]");

const highlight = (day) => {
  for (const each of calendar.querySelectorAll(".pc__day--drop")) each.classList.remove("pc__day--drop");
  day?.classList.add("pc__day--drop");
};

async function reschedule(url, time) {
  const body = new URLSearchParams({ time, next: location.pathname + location.search });
  const headers = { "X-CSRFToken": window.wagtailConfig.CSRF_TOKEN };
  const response = await fetch(url, { method: "POST", body, headers, redirect: "manual" });
  // A redirect means success; otherwise the form shows the error.
  if (response.type === "opaqueredirect") location.reload();
  else location.assign(`${url}?${new URLSearchParams({ time, next: body.get("next") })}`);
}

calendar?.addEventListener("dragstart", (event) => {
  const entry = event.target.closest?.("[data-reschedule]");
  if (!entry) return;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData(FORMAT, JSON.stringify({ ...entry.dataset, from: dayOf(event).dataset.day }));
});

calendar?.addEventListener("dragover", (event) => {
  if (!event.dataTransfer.types.includes(FORMAT)) return;
  event.preventDefault();
  highlight(dayOf(event));
});

calendar?.addEventListener("dragend", () => highlight(null));

calendar?.addEventListener("drop", (event) => {
  const data = event.dataTransfer.getData(FORMAT);
  const day = dayOf(event)?.dataset.day;
  highlight(null);
  if (!data || !day) return;
  event.preventDefault();
  const entry = JSON.parse(data);
  if (entry.from !== day) reschedule(entry.reschedule, `${day} ${entry.time}`);
});
