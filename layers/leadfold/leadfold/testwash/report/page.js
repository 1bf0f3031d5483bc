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
    const values = { beginAtZero: true, stacked, grid: { color: line }, border: { display: false } };
    const labels = { stacked, grid: { display: false }, border: { color: line } };
    if (stacked) {
      values.max = 100;
      values.ticks = { stepSize: 25, callback: (value) => `${value} %` };
      values.reverse = told.rtl;
      labels.position = told.rtl ? "right" : "left";
      labels.ticks = { autoSkip: false };
    } else {
      values.ticks = { precision: 0, maxTicksLimit: 5 };
      values.position = told.rtl ? "right" : "left";
      labels.reverse = told.rtl;
    }
    return {
      indexAxis: stacked ? "y" : "x",
      maintainAspectRatio: false,
      scales: stacked ? { x: values, y: labels } : { x: labels, y: values },
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
        maxBarThickness: 34,
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
