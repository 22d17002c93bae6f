// The map of municipalities: one stop for the Tab key, then arrow keys to the nearest neighbour that way.
// Without JavaScript each municipality is an ordinary link, and the table beside the map says the same.

const DIRECTIONS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

function centre(link) {
  const box = link.getBBox();
  return [box.x + box.width / 2, box.y + box.height / 2];
}

/** The nearest link within 60° of the direction; a sideways kilometre counts double. */
function neighbour(from, links, [dx, dy]) {
  const [x, y] = centre(from);
  let best = null;
  let bestCost = Infinity;
  for (const link of links) {
    if (link === from) continue;
    const [tx, ty] = centre(link);
    const along = (tx - x) * dx + (ty - y) * dy;
    const aside = Math.abs((tx - x) * dy) + Math.abs((ty - y) * dx);
    const cost = along + 2 * aside;
    if (along > 0 && aside <= along * 1.8 && cost < bestCost) [best, bestCost] = [link, cost];
  }
  return best;
}

for (const map of document.querySelectorAll("[data-map]")) {
  const links = [...map.querySelectorAll("svg:not([data-inset]) a")];
  const name = map.querySelector("[data-map-name]");
  const standing = name?.textContent ?? "";
  const stopAt = (link) => links.forEach((other) => other.setAttribute("tabindex", other === link ? "0" : "-1"));
  const tell = (link) => {
    if (name) name.textContent = link?.getAttribute("aria-label") ?? standing;
  };
  if (links.length) stopAt(links[0]);

  map.addEventListener("keydown", (event) => {
    const here = event.target.closest("a");
    if (!here || !links.includes(here)) return;
    const direction = DIRECTIONS[event.key];
    const there = direction ? neighbour(here, links, direction) : { Home: links[0], End: links.at(-1) }[event.key];
    if (direction || there) event.preventDefault();
    if (!there) return;
    there.parentNode.append(there); // its outline must lie over the neighbours
    there.focus();
  });
  map.addEventListener("focusin", (event) => {
    const link = event.target.closest("svg a");
    if (!links.includes(link)) return;
    stopAt(link);
    tell(link);
  });
  map.addEventListener("focusout", () => tell(null));
  map.addEventListener("mouseover", (event) => tell(event.target.closest("svg a")));
  map.addEventListener("mouseleave", () => tell(null));
}
