(() => {
  "use strict";
  const told = JSON.parse(document.getElementById("charts").textContent);
  const drawn = [];
  const line = "rgba(128, 134, 139, 0.25)";
  const color = (name) =>
    getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

  Chart.defaults.animation = false;
  Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
  Chart.defaults.font.size = 12;
  Chart.defaults.locale = told.language;

  // Names beside bars give way to the bars where there is little room; campaigns differ at the end.
  function short(value) {
    const label = this.getLabelForValue(value);
    const most = Math.max(18, Math.floor(this.chart.width / 16));
    return label.length > most ? `…${label.slice(1 - most)}` : label;
  }

  function options(chart) {
    const upright = chart.kind === "time";
    const stacked = chart.kind !== "bars";
    const percent = (value) => told.percent.replace("{n}", value);
    const values = {
      stacked,
      beginAtZero: true,
      grid: { color: line },
      border: { display: false },
      ticks: { maxTicksLimit: 6 },
    };
    if (chart.unit === "percent") values.ticks.callback = percent;
    const names = {
      stacked,
      grid: { display: false },
      border: { color: line },
      ticks: upright ? { maxRotation: 0, autoSkipPadding: 12 } : { autoSkip: false, callback: short },
    };
    // In a language from right to left the axis of names stands on the right.
    (upright ? names : values).reverse = told.rtl;
    (upright ? values : names).position = told.rtl ? "right" : "left";
    return {
      indexAxis: upright ? "x" : "y",
      maintainAspectRatio: false,
      scales: upright ? { x: names, y: values } : { x: values, y: names },
      plugins: {
        legend: {
          display: chart.series.length > 1,
          position: "bottom",
          rtl: told.rtl,
          labels: { boxWidth: 12 },
        },
        tooltip: { rtl: told.rtl },
      },
    };
  }

  function draw(ink) {
    Chart.defaults.color = color(ink);
    while (drawn.length) drawn.pop().destroy();
    for (const chart of told.charts) {
      const canvas = document.getElementById(chart.id);
      if (!canvas) continue;
      const datasets = chart.series.map((series) => ({
        label: series.name,
        data: series.values,
        backgroundColor: color(series.color),
        maxBarThickness: chart.kind === "time" ? 34 : 22,
        borderRadius: 2,
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
})();
