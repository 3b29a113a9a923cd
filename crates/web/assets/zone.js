// Proposes the zone that the browser knows. Nothing is taken before she says so.
const box = document.querySelector("[data-zone]");
const list = document.getElementById("time_zone");
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

if (box && list && zone && list.value !== zone && [...list.options].some((option) => option.value === zone)) {
  box.querySelector("span").textContent = zone;
  box.hidden = false;
  box.querySelector("button").addEventListener("click", () => {
    list.value = zone;
    box.hidden = true;
    list.focus();
  });
}
