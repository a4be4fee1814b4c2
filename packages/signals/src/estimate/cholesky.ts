/** In place: the lower factor of a positive definite matrix by rows; false when it is not positive definite. */
export const factor = (matrix: Float64Array, size: number): boolean => {
  for (let row = 0; row < size; row++)
    for (let column = 0; column <= row; column++) {
      let sum = matrix[row * size + column] ?? 0
      for (let k = 0; k < column; k++) sum -= (matrix[row * size + k] ?? 0) * (matrix[column * size + k] ?? 0)
      if (row === column) {
        if (!(sum > 0)) return false
        matrix[row * size + row] = Math.sqrt(sum)
      } else matrix[row * size + column] = sum / (matrix[column * size + column] ?? 1)
    }
  return true
}

/** In place: solves with the factor and its transpose. */
export const solve = (lower: Float64Array, size: number, right: Float64Array): void => {
  for (let row = 0; row < size; row++) {
    let sum = right[row] ?? 0
    for (let k = 0; k < row; k++) sum -= (lower[row * size + k] ?? 0) * (right[k] ?? 0)
    right[row] = sum / (lower[row * size + row] ?? 1)
  }
  for (let row = size - 1; row >= 0; row--) {
    let sum = right[row] ?? 0
    for (let k = row + 1; k < size; k++) sum -= (lower[k * size + row] ?? 0) * (right[k] ?? 0)
    right[row] = sum / (lower[row * size + row] ?? 1)
  }
}
