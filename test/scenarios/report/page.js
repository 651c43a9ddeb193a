const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const search = document.getElementById("search");
const openAll = (open) => {
  for (const one of all("details")) one.open = open;
};

/** Shows the scenarios in which every word occurs, somewhere between their feature's name and their last table. */
function find() {
  const words = search.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const holds = (text) => words.every((word) => text.toLowerCase().includes(word));
  for (const feature of all(".feature")) {
    const name = feature.querySelector("h2").textContent;
    for (const rule of all(".rule", feature)) {
      const heading = name + (rule.querySelector("h3")?.textContent ?? "");
      for (const one of all(".scenario", rule)) one.hidden = !holds(heading + one.textContent);
      rule.hidden = all(".scenario", rule).every((one) => one.hidden);
    }
    feature.hidden = all(".rule", feature).every((rule) => rule.hidden);
    document.querySelector(`nav a[href="#${feature.id}"]`).parentElement.hidden = feature.hidden;
  }
  document.getElementById("nothing").hidden = all(".feature").some((feature) => !feature.hidden);
}

search.addEventListener("input", find);
document.getElementById("open").addEventListener("click", () => openAll(true));
document.getElementById("close").addEventListener("click", () => openAll(false));
window.addEventListener("beforeprint", () => openAll(true));
