// Shows the `result` of the module that the address names: `page.html#name` runs it here, `page.html?worker#name` in a
// module worker.
import "./violations.js";

const show = (outcome) => {
  document.querySelector("output").textContent = JSON.stringify(outcome);
};
const name = location.hash.slice(1);

if (new URLSearchParams(location.search).has("worker")) {
  const worker = new Worker(`worker.js#${name}`, {type: "module"});
  worker.onmessage = ({data}) => show(data);
  worker.onerror = ({message}) => show({error: message});
} else {
  import(`./${name}.js`).then(
    ({result}) => show(result),
    (error) => show({error: String(error)})
  );
}
