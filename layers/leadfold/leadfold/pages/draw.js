"use strict";
const told = JSON.parse(document.getElementById("charts").textContent);
const line = "rgba(128, 134, 139, 0.25)";
const percent = (value) => told.percent.replace("{n}", value);

// Draws the page's charts, and again where colours change: in the dark, and on paper. `options` and
// `shape` say of a chart what the library is told of it and of its bars.
function drawCharts(options, shape) {
  const drawn = [];
  const color = (name) =>
    getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

  Chart.defaults.animation = false;
  Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
  Chart.defaults.font.size = 12;
  Chart.defaults.locale = told.language;

  function draw(ink) {
    Chart.defaults.color = color(ink);
    while (drawn.length) drawn.pop().destroy();
    for (const chart of told.charts) {
      const canvas = document.getElementById(chart.id);
      if (!canvas || !chart.labels.length) continue;
      const datasets = chart.series.map((series) => ({
        label: series.name,
        data: series.values,
        backgroundColor: color(series.color),
        ...shape(chart),
      }));
      const data = { labels: chart.labels, datasets };
      drawn.push(new Chart(canvas, { type: "bar", data, options: options(chart) }));
    }
    document.documentElement.dataset.drawn = String(drawn.length);
  }

  const onScreen = () => draw("quiet");
  onScreen();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", onScreen);
  addEventListener("beforeprint", () => draw("printed"));
  addEventListener("afterprint", onScreen);
}
