// Looks every two seconds whether what the page waits for has changed, and loads the page anew then.
// Without this file its button does.
const waiting = document.querySelector("[data-look]");

const look = async () => {
  try {
    const answer = await fetch(waiting.dataset.look, { cache: "no-store" });
    const known = answer.ok && (await answer.json()).state;
    if (known !== waiting.dataset.state) return location.assign(waiting.dataset.page);
  } catch {
    // The network is away for a moment.
  }
  setTimeout(look, 2000);
};

if (waiting) setTimeout(look, 1000);
