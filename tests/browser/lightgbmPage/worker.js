import "./violations.js";

import(`./${location.hash.slice(1)}.js`).then(
  ({result}) => postMessage(result),
  (error) => postMessage({error: String(error)})
);
