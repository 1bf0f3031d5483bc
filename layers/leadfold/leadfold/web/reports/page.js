// Names beside bars give way to the bars where there is little room; campaigns differ at the end.
function short(value) {
  const label = this.getLabelForValue(value);
  const most = Math.max(18, Math.floor(this.chart.width / 16));
  return label.length > most ? `…${label.slice(1 - most)}` : label;
}

function options(chart) {
  const upright = chart.kind === "time";
  const stacked = chart.kind !== "bars";
  const values = {
    stacked,
    beginAtZero: true,
    grid: { color: line },
    border: { display: false },
    ticks: { maxTicksLimit: 6 },
  };
  if (chart.unit === "percent") values.ticks.callback = percent;
  // Where whole things are counted, the axis has no half ones.
  if (chart.series.every((series) => series.values.every(Number.isInteger))) {
    values.ticks.precision = 0;
  }
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

drawCharts(options, (chart) => ({
  maxBarThickness: chart.kind === "time" ? 34 : 22,
  borderRadius: 2,
}));
