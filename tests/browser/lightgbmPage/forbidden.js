// What the policy forbids, to see that it is in force and that a violation is noticed.
function evaluate() {
  try {
    return new Function("return 'evaluated'")();
  } catch (error) {
    return error.name;
  }
}

export const result = evaluate();
