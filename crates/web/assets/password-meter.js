// Shows the strength of a new password while it is typed. Without this file the same words
// come with the answer of the form.
const box = document.querySelector("[data-strength]");
const input = document.getElementById("password");

if (box && input) {
  const meter = box.querySelector("meter");
  const words = box.querySelector("p");
  const list = box.querySelector("ul");
  let timer;
  let running;

  const show = ({ score, label, advice }) => {
    meter.value = score;
    words.textContent = label;
    list.replaceChildren(...advice.map((text) => Object.assign(document.createElement("li"), { textContent: text })));
    box.hidden = false;
  };

  const ask = async () => {
    running?.abort();
    running = new AbortController();
    const asked = input.value;
    try {
      const answer = await fetch(box.dataset.strength, {
        method: "POST",
        body: new URLSearchParams({ password: asked }),
        signal: running.signal,
        cache: "no-store",
      });
      // Slowed down or out of reach: better no meter than one that speaks of other letters.
      if (answer.ok) show(await answer.json());
      else box.hidden = true;
    } catch (error) {
      if (error.name !== "AbortError") box.hidden = true;
    }
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    if (input.value) timer = setTimeout(ask, 300);
    else {
      running?.abort();
      box.hidden = true;
    }
  });
}
