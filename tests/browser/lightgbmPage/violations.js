// Chromium itself writes a page's violations to the console, but not a worker's.
addEventListener("securitypolicyviolation", ({effectiveDirective, blockedURI}) => {
  console.error(`violation of ${effectiveDirective}: ${blockedURI}`);
});
