// Loads an external player only after a click.
document.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const link = event.target.closest("a[data-player]");
  if (!link) return;
  event.preventDefault();
  const frame = document.createElement("iframe");
  frame.className = "video__frame";
  frame.title = link.dataset.title;
  frame.allow = "autoplay; fullscreen; encrypted-media";
  frame.allowFullscreen = true;
  // YouTube fails with error 153 if the request has no referrer.
  frame.referrerPolicy = "strict-origin-when-cross-origin";
  frame.src = link.dataset.player;
  link.replaceWith(frame);
  frame.focus();
});
