(() => {
  "use strict";
  const told = JSON.parse(document.getElementById("charts").textContent);
  const drawn = [];
  // Ink that reads on paper and on a dark screen alike: what is printed may have been drawn dark.
  const ink = "#7b8187";
  const line = "rgba(128, 134, 139, 0.25)";
  const color = (name) =>
    getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

  Chart.defaults.animation = false;
  Chart.defaults.color = ink;
  Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
  Chart.defaults.font.size = 12;
  Chart.defaults.locale = told.language;

  function options(chart) {
    const stacked = chart.kind === "stacked";
    const percent = (value) => told.percent.replace("{n}", value);
    return {
      indexAxis: "y",
      maintainAspectRatio: false,
      scales: {
        x: {
          stacked,
          reverse: told.rtl,
          max: stacked ? 100 : undefined,
          grid: { color: line },
          border: { display: false },
          ticks: stacked ? { stepSize: 25, callback: percent } : { precision: 0, maxTicksLimit: 5 },
        },
        y: {
          stacked,
          position: told.rtl ? "right" : "left",
          grid: { display: false },
          border: { color: line },
          ticks: { autoSkip: false },
        },
      },
      plugins: {
        legend: { display: stacked, position: "bottom", rtl: told.rtl, labels: { boxWidth: 12 } },
        tooltip: { rtl: told.rtl },
      },
    };
  }

  function draw() {
    while (drawn.length) drawn.pop().destroy();
    for (const chart of told.charts) {
      const canvas = document.getElementById(chart.id);
      if (!canvas || !chart.labels.length) continue;
      const datasets = chart.series.map((series) => ({
        label: series.name,
        data: series.values,
        backgroundColor: color(series.color),
        maxBarThickness: 22,
        borderRadius: chart.kind === "stacked" ? 0 : 3,
      }));
      const data = { labels: chart.labels, datasets };
      drawn.push(new Chart(canvas, { type: "bar", data, options: options(chart) }));
    }
  }

  draw();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  addEventListener("beforeprint", () => drawn.forEach((chart) => chart.resize()));
  addEventListener("afterprint", () => drawn.forEach((chart) => chart.resize()));
})();
