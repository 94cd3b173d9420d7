// Moves a schedule to the day that its item is dropped on; the time of day stays.
const calendar = document.querySelector("[data-calendar]");
const MOVED = "text/x-schedule";

const dayOf = (event) => event.target.closest("[data-day]");

const mark = (day) => {
  for (const each of calendar.querySelectorAll(".pc__day--drop")) each.classList.remove("pc__day--drop");
  day?.classList.add("pc__day--drop");
};

async function move(address, moment) {
  const body = new URLSearchParams({ moment, next: location.pathname + location.search });
  const headers = { "X-CSRFToken": window.wagtailConfig.CSRF_TOKEN };
  const answer = await fetch(address, { method: "POST", body, headers, redirect: "manual" });
  // A redirect means that it was moved; anything else has a message, which the form shows.
  if (answer.type === "opaqueredirect") location.reload();
  else location.assign(`${address}?${new URLSearchParams({ moment, next: body.get("next") })}`);
}

calendar?.addEventListener("dragstart", (event) => {
  const entry = event.target.closest?.("[data-move]");
  if (!entry) return;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData(MOVED, JSON.stringify({ ...entry.dataset, from: dayOf(event).dataset.day }));
});

calendar?.addEventListener("dragover", (event) => {
  if (!event.dataTransfer.types.includes(MOVED)) return;
  event.preventDefault();
  mark(dayOf(event));
});

calendar?.addEventListener("dragend", () => mark(null));

calendar?.addEventListener("drop", (event) => {
  const data = event.dataTransfer.getData(MOVED);
  const day = dayOf(event)?.dataset.day;
  mark(null);
  if (!data || !day) return;
  event.preventDefault();
  const entry = JSON.parse(data);
  if (entry.from !== day) move(entry.move, `${day} ${entry.time}`);
});
