// When an autosave succeeds, Wagtail 8 takes the whole form as saved, including what was typed
// after the request was sent: that would be neither saved nor previewed, and the browser would not
// warn before leaving. Report such edits as Wagtail reports any other.
let editedSinceRequest = false;

for (const type of ["input", "change", "click"]) {
  addEventListener(
    type,
    (event) => {
      if (event.target.closest("[data-edit-form]")) editedSinceRequest = true;
    },
    { capture: true },
  );
}

addEventListener("w-autosave:save", () => {
  editedSinceRequest = false;
});

addEventListener("w-autosave:success", (event) => {
  if (!editedSinceRequest) return;
  event.target.dispatchEvent(
    new CustomEvent("w-unsaved:add", { bubbles: true, detail: { type: "edits" } }),
  );
});
