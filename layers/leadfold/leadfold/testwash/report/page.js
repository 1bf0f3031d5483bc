function options(chart) {
  const stacked = chart.kind === "stacked";
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

drawCharts(options, (chart) => ({
  maxBarThickness: 22,
  borderRadius: chart.kind === "stacked" ? 0 : 3,
}));
