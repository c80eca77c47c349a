// Runs before the first paint, so that a chosen theme does not flash.
(function () {
  var theme = null;
  try {
    theme = localStorage.getItem("cti.theme");
  } catch {
    // Storage may be switched off: then the system decides.
  }
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
})();
