// Draw each chart from the description beside it. No eval: the expressions are interpreted.
(function () {
  const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  function look() {
    const ink = getComputedStyle(document.body).color;
    const line = css("--ayni-line");
    return {
      background: "transparent",
      font: getComputedStyle(document.body).fontFamily,
      view: { stroke: null },
      mark: { color: css("--ayni-chart") },
      axis: { labelColor: ink, titleColor: ink, gridColor: line, domainColor: line, tickColor: line, labelFontSize: 13, titleFontSize: 13, titleFontWeight: 600, labelLimit: 220 },
      text: { color: ink, fontSize: 13 },
      rule: { color: ink },
      legend: { labelColor: ink, titleColor: ink, labelFontSize: 13 },
      header: { labelColor: ink, titleColor: ink },
    };
  }

  function draw(figure) {
    const spec = JSON.parse(document.getElementById(figure.dataset.spec).textContent);
    const isMap = spec.mark && spec.mark.type === "geoshape";
    if (isMap) spec.height = Math.min(spec.height, figure.clientWidth);
    vegaEmbed(figure, spec, {
      ast: true,
      actions: false,
      defaultStyle: false,
      renderer: "svg",
      tooltip: { disableDefaultStyle: true },
      config: look(),
    }).then(
      () => figure.querySelector("svg")?.setAttribute("aria-hidden", "true"),
      (error) => { figure.textContent = figure.dataset.failed; console.error(error); },
    );
  }

  const all = () => document.querySelectorAll("[data-spec]").forEach(draw);
  all();
  new MutationObserver(all).observe(document.documentElement, { attributeFilter: ["data-bs-theme"] });
})();
