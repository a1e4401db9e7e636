/** A fitted logistic regression: log-odds of a good outcome are the intercept plus coefficient times feature. */
export interface LogisticModel {
  intercept: number;
  coefficients: readonly number[];
}

/** An observation: features from 0 to 1, and whether it ended well. */
export interface Example {
  features: readonly number[];
  isGood: boolean;
}

/** Keeps coefficients small where examples say little. The intercept is free. */
const RIDGE = 1;

/** Newton's method converges in fewer. */
const STEPS = 25;
const CLOSE = 1e-9;

/** Fits the coefficients that make the examples most likely, by Newton's method with a ridge penalty. */
export function fitLogistic(examples: readonly Example[]): LogisticModel {
  const width = (examples[0]?.features.length ?? 0) + 1;
  const beta = new Array<number>(width).fill(0);
  for (let step = 0; step < STEPS; step++) {
    const gradient = beta.map((value, index) => (index === 0 ? 0 : -RIDGE * value));
    const curvature = beta.map((_value, row) => beta.map((_other, column) => (row === column && row > 0 ? RIDGE : 0)));
    for (const { features, isGood } of examples) addExample(gradient, curvature, beta, [1, ...features], isGood);
    const change = solve(curvature, gradient);
    change.forEach((value, index) => (beta[index] = (beta[index] ?? 0) + value));
    if (change.every((value) => Math.abs(value) < CLOSE)) break;
  }
  const [intercept = 0, ...coefficients] = beta;
  return { intercept, coefficients };
}

function addExample(gradient: number[], curvature: number[][], beta: number[], x: number[], isGood: boolean): void {
  const odds = x.reduce((sum, value, index) => sum + value * (beta[index] ?? 0), 0);
  const probability = sigmoid(odds);
  const error = (isGood ? 1 : 0) - probability;
  // Never quite 0, so that the matrix can be inverted.
  const spread = Math.max(probability * (1 - probability), 1e-6);
  x.forEach((value, row) => {
    gradient[row] = (gradient[row] ?? 0) + error * value;
    const line = curvature[row] as number[];
    x.forEach((other, column) => (line[column] = (line[column] ?? 0) + spread * value * other));
  });
}

/** The probability of a good outcome. */
export function predict({ intercept, coefficients }: LogisticModel, features: readonly number[]): number {
  return sigmoid(coefficients.reduce((sum, value, index) => sum + value * (features[index] ?? 0), intercept));
}

function sigmoid(odds: number): number {
  return 1 / (1 + Math.exp(-odds));
}

/** Solves a symmetric system by Gaussian elimination with pivots. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((line, index) => [...line, right[index] ?? 0]);
  const size = rows.length;
  const at = (row: number, column: number): number => rows[row]?.[column] ?? 0;
  for (let pivot = 0; pivot < size; pivot++) {
    let best = pivot;
    for (let row = pivot + 1; row < size; row++) if (Math.abs(at(row, pivot)) > Math.abs(at(best, pivot))) best = row;
    [rows[pivot], rows[best]] = [rows[best] as number[], rows[pivot] as number[]];
    for (let row = 0; row < size; row++) {
      if (row === pivot) continue;
      const factor = at(row, pivot) / at(pivot, pivot);
      rows[row] = (rows[row] as number[]).map((value, column) => value - factor * at(pivot, column));
    }
  }
  return rows.map((_line, row) => at(row, size) / at(row, row));
}

/**
 * How well scores tell good from bad: the probability that a good one has the higher score, ties counting half (the
 * area under the ROC curve). Undefined without both kinds.
 */
export function areaUnderCurve(scored: readonly { score: number; isGood: boolean }[]): number | undefined {
  const sorted = [...scored].sort((a, b) => a.score - b.score);
  const goods = sorted.filter(({ isGood }) => isGood).length;
  const bads = sorted.length - goods;
  if (goods === 0 || bads === 0) return undefined;
  let rankSum = 0;
  for (let start = 0; start < sorted.length;) {
    let end = start;
    while (end < sorted.length && sorted[end]?.score === sorted[start]?.score) end++;
    // Ties share the mean of their ranks, which begin with 1.
    const rank = (start + 1 + end) / 2;
    rankSum += rank * sorted.slice(start, end).filter(({ isGood }) => isGood).length;
    start = end;
  }
  return (rankSum - (goods * (goods + 1)) / 2) / (goods * bads);
}
